package org.stiffgrad.simd;

/**
 * A micro-kernel of the matrix product: one tile of {@code C = alpha A B + beta C}, accumulated in
 * vector registers over the whole inner dimension. Implementations come from {@link
 * GemmKernelGenerator}.
 */
abstract class GemmKernel {
  /** The rows of the tile. */
  final int tileRows;

  /** The columns of the tile. */
  final int tileColumns;

  GemmKernel(int tileRows, int tileColumns) {
    this.tileRows = tileRows;
    this.tileColumns = tileColumns;
  }

  /**
   * Computes a tile. Element (i, l) of A is {@code a[aOffset + i + l * aColumn]}, element (l, j) of
   * B is {@code b[bOffset + l + j * bColumn]}, element (i, j) of C is {@code c[cOffset + i + j *
   * cColumn]}.
   *
   * @param k the inner dimension
   * @param aColumn the rows of the tile, if this is a kernel for a packed A
   * @param beta with 0 the former content of C is not read
   */
  abstract void tile(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aColumn,
      double[] b,
      int bOffset,
      int bColumn,
      double beta,
      double[] c,
      int cOffset,
      int cColumn);
}
