package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of one species.
 *
 * @param lanes the doubles in a vector
 * @param packed the kernel for packed panels
 * @param inPlace kernels for matrices where they lie; the one at index v - 1 is v vectors high, all
 *     have the same number of columns
 */
record GemmKernels(int lanes, GemmKernel packed, GemmKernel[] inPlace) {
  static GemmKernels generate(MethodHandles.Lookup lookup, VectorSpecies<Double> species) {
    // A tile of v vectors and n columns needs v n accumulators, v registers for A and one for B.
    // AVX-512 has 32 registers, the narrower instruction sets of x86 have 16. Broadcasts from
    // packed B are cheap memory operands, hence wide tiles there; in place each column of B needs
    // an address register, hence high tiles.
    boolean manyRegisters = species.vectorBitSize() == 512;
    GemmKernelGenerator generator = new GemmKernelGenerator(lookup, species);
    GemmKernel packed = manyRegisters ? generator.packed(2, 12) : generator.packed(3, 4);
    GemmKernel[] inPlace = new GemmKernel[manyRegisters ? 4 : 3];
    for (int v = 1; v <= inPlace.length; v++) {
      inPlace[v - 1] = generator.inPlace(v, 4);
    }
    return new GemmKernels(species.length(), packed, inPlace);
  }
}
