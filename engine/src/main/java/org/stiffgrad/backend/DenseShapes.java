package org.stiffgrad.backend;

/** The shape checks at the door of every {@link DenseAlgebra}. */
public final class DenseShapes {
  private DenseShapes() {}

  /**
   * Checks that {@code op(a) op(b)} exists and has the shape of c, and that c shares no storage
   * with a or b.
   *
   * @throws IllegalArgumentException if not
   */
  public static void checkGemm(
      Transpose transposeA, Transpose transposeB, DenseMatrix a, DenseMatrix b, DenseMatrix c) {
    if (rows(transposeA, a) != c.rows()
        || columns(transposeA, a) != rows(transposeB, b)
        || columns(transposeB, b) != c.columns()) {
      throw new IllegalArgumentException(
          "A %d x %d matrix times a %d x %d matrix (after transposition) cannot be added to a %d x %d matrix."
              .formatted(
                  rows(transposeA, a),
                  columns(transposeA, a),
                  rows(transposeB, b),
                  columns(transposeB, b),
                  c.rows(),
                  c.columns()));
    }
    if (c.elements() == a.elements() || c.elements() == b.elements()) {
      throw new IllegalArgumentException(
          "The result of a matrix product cannot share its buffer with a factor.");
    }
  }

  /**
   * Checks that a matrix is square and the pivots are of its order.
   *
   * @throws IllegalArgumentException if not
   */
  public static void checkFactor(DenseMatrix a, Pivots pivots) {
    if (a.rows() != a.columns()) {
      throw new IllegalArgumentException(
          "Only a square matrix can be factored; this one is %d x %d."
              .formatted(a.rows(), a.columns()));
    }
    if (pivots.size() != a.rows()) {
      throw new IllegalArgumentException(
          "A matrix of order %d needs pivots of that order, not of order %d."
              .formatted(a.rows(), pivots.size()));
    }
  }

  /**
   * Checks that right-hand sides fit the factors.
   *
   * @param length the length of every right-hand side
   * @throws IllegalArgumentException if not
   */
  public static void checkSolve(DenseMatrix factors, Pivots pivots, long length) {
    checkFactor(factors, pivots);
    if (length != factors.rows()) {
      throw new IllegalArgumentException(
          "A system of order %d cannot be solved for a right-hand side of length %d."
              .formatted(factors.rows(), length));
    }
  }

  private static int rows(Transpose transpose, DenseMatrix a) {
    return transpose == Transpose.NO ? a.rows() : a.columns();
  }

  private static int columns(Transpose transpose, DenseMatrix a) {
    return transpose == Transpose.NO ? a.columns() : a.rows();
  }
}
