package org.stiffgrad.simd;

/** Loops down the columns of narrow panels, column-major with the leading dimension {@code ld}. */
interface PanelKernels {
  /** The number of columns that {@link #subtractProduct} and its transpose take at once. */
  int BLOCK = 8;

  /**
   * Factors a panel by columns with partial pivoting.
   *
   * @param offset the panel's upper left corner, on the diagonal of the matrix
   * @param rows at least {@code columns}
   * @param interchanges receives at {@code first + k} the row exchanged with row {@code first + k},
   *     both counted from {@code first - 0}, the matrix's own first row
   * @return 0, or one plus the column of the panel without a nonzero finite-comparable pivot
   */
  int factor(double[] a, int offset, int ld, int rows, int columns, int[] interchanges, int first);

  /** {@code y = y - A x} for a panel A of {@link #BLOCK} columns. */
  void subtractProduct(
      int rows, double[] a, int offset, int ld, double[] x, int xOffset, double[] y, int yOffset);

  /** {@code y = y - A^T x} for a panel A of {@link #BLOCK} columns. */
  void subtractTransposedProduct(
      int rows, double[] a, int offset, int ld, double[] x, int xOffset, double[] y, int yOffset);

  /** {@code y = y + factor x}. */
  void axpy(int n, double factor, double[] x, int xOffset, double[] y, int yOffset);

  /** {@code sum_i x_i y_i}. */
  double dot(int n, double[] x, int xOffset, double[] y, int yOffset);

  /**
   * Packs rows of op(A) that lie next to each other: {@code target[i + l * width] = a[offset + i +
   * l * ld]} for i below rows, 0 from rows to width.
   */
  void pack(
      int rows, int depth, double[] a, int offset, int ld, double[] target, int start, int width);
}
