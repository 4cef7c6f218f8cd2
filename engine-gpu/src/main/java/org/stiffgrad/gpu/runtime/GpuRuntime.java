package org.stiffgrad.gpu.runtime;

import org.stiffgrad.backend.Transpose;

/**
 * One device with its context, one in-order stream, and the vendor's dense linear algebra. Device
 * memory is addressed by plain 64-bit addresses, so that a part of an allocation is an address plus
 * a number of bytes.
 *
 * <p>Work is queued on the stream in the order of the calls: copies between host and device return
 * when they are done, everything else may still be running when the call returns. Matrices are
 * column-major and of 64-bit floating-point numbers. Methods named after BLAS and LAPACK routines
 * check nothing that the library checks. Copies, launches and matrix products make no objects, but
 * for those that a binding's own calls want.
 *
 * <p>A runtime is used by one thread at a time. Every method but {@link #close} throws {@link
 * GpuException} if a call of the driver or of a library fails; a failure of work that was queued
 * earlier may surface in any later call.
 */
public interface GpuRuntime extends AutoCloseable {
  /** The device and the software that drives it. */
  GpuDevice device();

  /**
   * Device memory of undefined content, aligned to 256 bytes. The driver's allocator is slow and
   * waits for the device: keep what will be needed again.
   *
   * @param bytes at least 1
   * @return its address
   * @throws GpuOutOfMemoryException if the device has no such amount left; nothing was allocated
   */
  long allocate(long bytes);

  /** Gives back what {@link #allocate} returned. */
  void free(long address);

  /** The bytes of device memory that nobody holds now. */
  long freeBytes();

  /** Copies {@code source[start .. start + count)} to the device. */
  void upload(double[] source, int start, int count, long target);

  /** Copies {@code source[start .. start + count)} to the device. */
  void upload(int[] source, int start, int count, long target);

  /** Copies from the device to {@code target[start .. start + count)}. */
  void download(long source, double[] target, int start, int count);

  /** Copies from the device to {@code target[start .. start + count)}. */
  void download(long source, int[] target, int start, int count);

  /** Copies within the device's memory; the two ranges do not overlap. */
  void copy(long source, long target, long bytes);

  /** Sets bytes to zero. */
  void zero(long target, long bytes);

  /** What was copied between host and device since this runtime was opened. */
  TransferCounts transfers();

  /**
   * Compiles CUDA C++ for this device, or takes the outcome of an earlier time from the user's
   * cache.
   *
   * @param source the program; its kernels are {@code extern "C"}
   * @param options further options of NVRTC, such as {@code --fmad=false}; the architecture is
   *     added
   * @return an image for {@link #load}
   * @throws GpuException with the compiler's log if the source has errors
   */
  byte[] compile(String source, String... options);

  /** Loads an image that {@link #compile} made. */
  GpuModule load(byte[] image);

  /** Waits until all queued work is done. */
  void synchronize();

  /** A mark that can be put into the stream. */
  GpuEvent newEvent();

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

  /**
   * Releases everything that was made by this runtime and is still there: memory, modules, events,
   * handles, stream and context. A second call does nothing. Calls that fail, as all do after a
   * kernel has crashed, do not keep the others from being made.
   */
  @Override
  void close();
}
