package org.stiffgrad.simd;

/**
 * Loops down the columns of panels, column-major with the leading dimension {@code ld}. Nothing is
 * checked; ranges given by the arguments must lie inside the arrays.
 */
interface PanelKernels {
  /** The number of columns that {@link #subtractProduct} and its transpose take at once. */
  int BLOCK = 8;

  /**
   * Factors a panel by columns with partial pivoting.
   *
   * @param offset the panel's upper left corner, on the diagonal of the matrix
   * @param rows at least {@code columns}
   * @param interchanges receives at {@code first + k} the row that was exchanged with row {@code
   *     first + k} of the matrix
   * @param first the row of the matrix in which the panel begins
   * @return 0, or one plus the first column of the panel whose pivot is zero or NaN
   */
  int factor(double[] a, int offset, int ld, int rows, int columns, int[] interchanges, int first);

  /** The order of the triangles of {@link #substituteForward}: the doubles in a vector. */
  int lanes();

  /**
   * Solves {@code T X = B} in place with a lower triangle of order {@link #lanes}.
   *
   * @param triangle column k of {@code -T D}, D the inverse of the diagonal of T, from {@code k *
   *     lanes} on, with zeros on and above its diagonal; then the diagonal of D
   * @param distance the distance between adjacent columns of B
   */
  void substituteForward(double[] triangle, int columns, double[] b, int offset, int distance);

  /** As {@link #substituteForward} with an upper triangle, zero on and below its diagonal. */
  void substituteBackward(double[] triangle, int columns, double[] b, int offset, int distance);

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
   * Packs rows that lie next to each other: {@code target[start + i + l * width]} becomes {@code
   * a[offset + i + l * ld]} for i below rows, and zero from there to width.
   */
  void pack(
      int rows, int depth, double[] a, int offset, int ld, double[] target, int start, int width);

  /**
   * {@code C = alpha tile + beta C} for the first rows and columns of a tile; with {@code beta = 0}
   * the former content of C is not read.
   *
   * @param height the distance between columns of the tile
   */
  void addTile(
      int rows,
      int columns,
      double alpha,
      double[] tile,
      int height,
      double beta,
      double[] c,
      int offset,
      int ld);
}
