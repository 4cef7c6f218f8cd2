package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of one species.
 *
 * @param lanes the doubles in a vector
 * @param packed the kernel for packed panels
 * @param inPlace kernels for matrices where they lie; the one at [v - 1][n - 1] is v vectors high
 *     and n columns wide
 */
record GemmKernels(int lanes, GemmKernel packed, GemmKernel[][] inPlace) {
  static GemmKernels generate(MethodHandles.Lookup lookup, VectorSpecies<Double> species) {
    // A tile of v vectors and n columns needs v n accumulators, v registers for A and one for B.
    // AVX-512 has 32 registers, the narrower instruction sets of x86 have 16. Broadcasts from
    // packed B are cheap memory operands, hence wide tiles there; in place each column of B needs
    // an address register, hence high tiles.
    boolean manyRegisters = species.vectorBitSize() == 512;
    GemmKernelGenerator generator = new GemmKernelGenerator(lookup, species);
    GemmKernel packed = manyRegisters ? generator.packed(2, 12) : generator.packed(3, 4);
    GemmKernel[][] inPlace = new GemmKernel[manyRegisters ? 4 : 3][4];
    for (int v = 1; v <= inPlace.length; v++) {
      for (int n = 1; n <= 4; n++) {
        inPlace[v - 1][n - 1] = generator.inPlace(v, n);
      }
    }
    return new GemmKernels(species.length(), packed, inPlace);
  }

  /** The number of elements of the largest tile. */
  int largestTile() {
    int inPlaceTile = inPlace.length * lanes * inPlace[0].length;
    return Math.max(inPlaceTile, packed.tileRows * packed.tileColumns);
  }
}
