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

/**
 * The CPU backend on the Panama Vector API: heap memory, lanes of one species, by default one
 * thread. With more threads large products, factorisations and solves are shared among them;
 * results do not depend on their number.
 */
public final class SimdBackend implements ComputeBackend {
  private final VectorSpecies<Double> species;
  private final VectorOperations vectors;
  private final Workers workers;
  private final DenseAlgebra dense;
  private final StencilCompiler stencils;

  /** With the widest lanes this CPU has. */
  public SimdBackend() {
    this(DoubleVector.SPECIES_PREFERRED);
  }

  /** With the widest lanes this CPU has, on several threads that end with {@link #close}. */
  SimdBackend(int threads) {
    this(DoubleVector.SPECIES_PREFERRED, threads);
  }

  /**
   * With lanes of a given species, which need not be the CPU's widest.
   *
   * @param species {@link DoubleVector#SPECIES_128}, {@code SPECIES_256} or {@code SPECIES_512}
   */
  public SimdBackend(VectorSpecies<Double> species) {
    this(species, 1);
  }

  private SimdBackend(VectorSpecies<Double> species, int threads) {
    this.species = species;
    vectors = new SimdVectorOperations(species);
    workers = new Workers(threads);
    dense = new SimdDenseAlgebra(species, workers);
    stencils = new SimdStencilCompiler(species);
  }

  /** One line about lanes of a species, for people. */
  static String describe(VectorSpecies<Double> species, int threads) {
    return "Vector API, %d-bit lanes of doubles, %d thread%s"
        .formatted(species.vectorBitSize(), threads, threads == 1 ? "" : "s");
  }

  @Override
  public String name() {
    return SimdBackendProvider.NAME;
  }

  @Override
  public String description() {
    return describe(species, workers.threads());
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

  /** Ends the threads; the memory is the garbage collector's. */
  @Override
  public void close() {
    workers.close();
  }
}
