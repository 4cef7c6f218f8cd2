package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of one species.
 *
 * @param lanes the doubles in a vector
 * @param packed the largest kernel, for packed panels of A
 * @param inPlace kernels for any A; the one at [v - 1][e] is v vectors high and 2^e columns wide
 */
record GemmKernels(int lanes, GemmKernel packed, GemmKernel[][] inPlace) {
  static GemmKernels generate(MethodHandles.Lookup lookup, VectorSpecies<Double> species) {
    // A tile of v vectors and n columns needs v n accumulators, v registers for A and one for B.
    // AVX-512 has 32 registers, the narrower instruction sets of x86 have 16.
    int height = 3;
    int widest = species.vectorBitSize() == 512 ? 3 : 2;
    GemmKernelGenerator generator = new GemmKernelGenerator(lookup, species);
    GemmKernel[][] inPlace = new GemmKernel[height][widest + 1];
    for (int v = 1; v <= height; v++) {
      for (int e = 0; e <= widest; e++) {
        inPlace[v - 1][e] = generator.inPlace(v, 1 << e);
      }
    }
    return new GemmKernels(species.length(), generator.packed(height, 1 << widest), inPlace);
  }

  /** The rows of the largest tile. */
  int tileRows() {
    return packed.tileRows;
  }

  /** The columns of the largest tile, a power of two. */
  int tileColumns() {
    return packed.tileColumns;
  }

  /**
   * The kernel for a tile.
   *
   * @param packed whether A lies in packed panels
   * @param vectors the height of the tile
   * @param columns the width of the tile, a power of two
   */
  GemmKernel tile(boolean packed, int vectors, int columns) {
    return packed && vectors == inPlace.length && columns == tileColumns()
        ? this.packed
        : inPlace[vectors - 1][Integer.numberOfTrailingZeros(columns)];
  }
}
