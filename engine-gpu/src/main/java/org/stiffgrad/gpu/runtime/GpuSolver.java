package org.stiffgrad.gpu.runtime;

import org.stiffgrad.backend.Transpose;

/**
 * The vendor's LU factorisation, on the stream of a {@link GpuRuntime}, which says how it is used
 * and how it fails. Matrices are column-major, of 64-bit floating-point numbers, and given by their
 * addresses on the device; their sizes are checked by the library alone.
 */
public interface GpuSolver {
  /** The bytes that the row interchanges of a matrix of order n take on the device. */
  long pivotBytes(int n);

  /** The bytes of device memory that {@link #getrf} needs to work. */
  long getrfWorkspaceBytes(int n, long a, int lda);

  /**
   * Factors {@code P A = L U} in place, with partial pivoting.
   *
   * @param pivots receives the interchanges, {@link #pivotBytes} long
   * @param workspace {@code workspaceBytes} of room
   * @param workspaceBytes at least {@link #getrfWorkspaceBytes}
   * @param info address of an int on the device; becomes 0, or one plus the index of the first
   *     pivot that is zero
   */
  void getrf(int n, long a, int lda, long pivots, long workspace, long workspaceBytes, long info);

  /**
   * Solves {@code op(A) X = B} in place of B with the factors and interchanges of {@link #getrf}.
   *
   * @param columns the columns of B
   * @param info address of an int on the device, overwritten
   */
  void getrs(
      Transpose transpose,
      int n,
      int columns,
      long factors,
      int lda,
      long pivots,
      long b,
      int ldb,
      long info);

  /**
   * Copies the interchanges of {@link #getrf} to the host: row k was exchanged with row {@code
   * target[k] >= k}, both counted from zero, for k ascending.
   *
   * @param target as long as the order of the matrix
   */
  void downloadPivots(long pivots, int[] target);
}
