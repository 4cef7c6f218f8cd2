package org.stiffgrad.gpu.runtime;

import org.stiffgrad.backend.Transpose;

/**
 * The part of the vendor's BLAS that backends need, on the stream of a {@link GpuRuntime}, which
 * says how it is used and how it fails. Matrices are column-major, of 64-bit floating-point
 * numbers, and given by their addresses on the device; their sizes are checked by the library
 * alone.
 */
public interface GpuBlas {
  /**
   * {@code C = alpha op(A) op(B) + beta C} with {@code op(A)} m x k, {@code op(B)} k x n and C m x
   * n. With {@code beta = 0} the former content of C is not read.
   */
  void gemm(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      double beta,
      long c,
      int ldc);

  /**
   * {@link #gemm} on {@code batch} triples of matrices; the next A starts {@code strideA} elements
   * after the previous one, likewise B and C. A stride of zero for A or B shares that matrix.
   */
  void gemmStridedBatched(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      double beta,
      long c,
      int ldc,
      long strideC,
      int batch);

  /**
   * Solves {@code op(A) X = B} in place of B, A being a triangle of order m.
   *
   * @param m the rows of B
   * @param n the columns of B
   */
  void trsm(Triangle triangle, Transpose transpose, int m, int n, long a, int lda, long b, int ldb);
}
