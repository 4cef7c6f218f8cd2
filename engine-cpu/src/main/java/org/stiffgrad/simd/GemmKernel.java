package org.stiffgrad.simd;

/**
 * A micro-kernel of the matrix product: one tile of {@code C = A B} or {@code C += factor A B},
 * accumulated in vector registers over the whole inner dimension. Implementations come from {@link
 * GemmKernelGenerator}.
 */
abstract class GemmKernel {
  /** The width of the tile. */
  final int columns;

  GemmKernel(int columns) {
    this.columns = columns;
  }

  /**
   * Computes a tile. Element (i, l) of A is {@code a[aOffset + i + l * aColumn]}, element (i, j) of
   * C is {@code c[cOffset + i + j * cColumn]}.
   *
   * @param k the inner dimension
   * @param bStep the distance between the columns of B, which are contiguous, or between its rows
   *     if they are
   * @param factor 0 to overwrite C with the product, without reading it; otherwise the factor of
   *     the product that is added
   */
  abstract void tile(
      int k,
      double[] a,
      int aOffset,
      int aColumn,
      double[] b,
      int bOffset,
      int bStep,
      double factor,
      double[] c,
      int cOffset,
      int cColumn);
}
