package org.stiffgrad.backend;

/**
 * Dense linear algebra on column-major matrices, as in the BLAS and LAPACK. Shapes are checked at
 * this door, once per call, by {@link IllegalArgumentException}.
 */
public interface DenseAlgebra {
  /**
   * {@code c = alpha op(a) op(b) + beta c}. With {@code beta = 0} the former content of c is not
   * read. c may overlap neither a nor b.
   */
  void gemm(
      Transpose transposeA,
      Transpose transposeB,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c);

  /**
   * Factors a square matrix in place, {@code P a = L U} with partial pivoting; L is unit lower
   * triangular, U upper triangular.
   *
   * @return 0, or one plus the index of the first pivot that is zero or NaN, or, with some
   *     libraries, less in magnitude than {@link Double#MIN_NORMAL}; the factors are then unusable
   */
  int factor(DenseMatrix a, Pivots pivots);

  /** Solves {@code a x = b} or {@code a^T x = b} in place, for one vector b of length n. */
  void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b);

  /** Solves {@code a X = B} or {@code a^T X = B} in place, for every column of B. */
  void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b);
}
