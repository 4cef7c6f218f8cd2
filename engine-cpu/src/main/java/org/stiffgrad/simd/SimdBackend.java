package org.stiffgrad.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.simd.stencil.SimdStencilCompiler;

/** The CPU backend on the Panama Vector API: heap memory, one thread, lanes of one species. */
public final class SimdBackend implements ComputeBackend {
  private final VectorSpecies<Double> species;
  private final VectorOperations vectors;
  private final DenseAlgebra dense;
  private final StencilCompiler stencils;

  /** With the widest lanes this CPU has. */
  public SimdBackend() {
    this(DoubleVector.SPECIES_PREFERRED);
  }

  /**
   * With lanes of a given species, which need not be the CPU's widest.
   *
   * @param species {@link DoubleVector#SPECIES_128}, {@code SPECIES_256} or {@code SPECIES_512}
   */
  public SimdBackend(VectorSpecies<Double> species) {
    this.species = species;
    vectors = new SimdVectorOperations(species);
    dense = new SimdDenseAlgebra(species);
    stencils = new SimdStencilCompiler(species);
  }

  /** One line about lanes of a species, for people. */
  static String describe(VectorSpecies<Double> species) {
    return "Vector API, %d-bit lanes of doubles, 1 thread".formatted(species.vectorBitSize());
  }

  @Override
  public String name() {
    return SimdBackendProvider.NAME;
  }

  @Override
  public String description() {
    return describe(species);
  }

  @Override
  public Workspace newWorkspace() {
    return new HeapWorkspace();
  }

  @Override
  public VectorOperations vectors() {
    return vectors;
  }

  @Override
  public DenseAlgebra dense() {
    return dense;
  }

  @Override
  public StencilCompiler stencils() {
    return stencils;
  }

  /** Does nothing: the memory is the garbage collector's. */
  @Override
  public void close() {}
}
