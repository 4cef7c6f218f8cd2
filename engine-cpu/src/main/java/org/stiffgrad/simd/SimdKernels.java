package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.VectorSpecies;

/**
 * The stateless kernels of one species.
 *
 * @param vectors loops over whole vectors
 * @param panels loops over narrow column panels
 * @param gemm micro-kernels of the matrix product
 */
record SimdKernels(VectorKernels vectors, PanelKernels panels, GemmKernels gemm) {
  // One set per species and process: each fresh class would need its own compilation by the JIT.
  private static final Map<VectorSpecies<Double>, SimdKernels> LOADED = new ConcurrentHashMap<>();

  /** The kernels of a species that is 128, 256 or 512 bits wide. */
  static SimdKernels of(VectorSpecies<Double> species) {
    return LOADED.computeIfAbsent(species, SimdKernels::load);
  }

  private static SimdKernels load(VectorSpecies<Double> species) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    return new SimdKernels(
        SpeciesTemplate.instantiate(
            lookup, VectorKernelsTemplate.class, VectorKernels.class, species),
        SpeciesTemplate.instantiate(
            lookup, PanelKernelsTemplate.class, PanelKernels.class, species),
        new GemmKernels(lookup, species));
  }
}
