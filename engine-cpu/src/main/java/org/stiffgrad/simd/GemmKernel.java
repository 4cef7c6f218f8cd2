package org.stiffgrad.simd;

/**
 * A micro-kernel of the matrix product: tiles of {@code C = A B} or {@code C += factor A B}, each
 * accumulated in vector registers over the whole inner dimension. Implementations come from {@link
 * GemmKernelGenerator}.
 */
abstract class GemmKernel {
  /** The width of a tile. */
  final int columns;

  GemmKernel(int columns) {
    this.columns = columns;
  }

  /**
   * Computes tiles one after the other. Of the first, element (i, l) of A is {@code a[aOffset + i +
   * l * aColumn]}, element (l, j) of B is {@code b[bOffset + l * bRow + j * bColumn]}, element (i,
   * j) of C is {@code c[cOffset + i + j * cColumn]}; the offsets of the others follow in steps.
   *
   * @param count how many tiles
   * @param k the inner dimension
   * @param factor 0 to overwrite C with the product, without reading it; otherwise the factor of
   *     the product that is added
   */
  abstract void tiles(
      int count,
      int aStep,
      int bStep,
      int cStep,
      int k,
      double[] a,
      int aOffset,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      int bColumn,
      double factor,
      double[] c,
      int cOffset,
      int cColumn);
}
