package org.stiffgrad.gpu.jcuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasDiagType;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasSideMode;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.cuda.LibraryConventions;
import org.stiffgrad.gpu.runtime.GpuBlas;
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.Triangle;

/** A handle of cuBLAS that works on one stream. */
final class JCudaBlas implements GpuBlas {
  private final JCudaRuntime runtime;
  private final cublasHandle handle = new cublasHandle();
  private final MemorySegment scalars;
  private final Pointer alphaAddress;
  private final Pointer betaAddress;
  private boolean isOpen;

  /**
   * @param arena for memory that lives as long as the handle
   */
  JCudaBlas(JCudaRuntime runtime, Arena arena) {
    this.runtime = runtime;
    scalars = arena.allocate(ValueLayout.JAVA_DOUBLE, 2);
    alphaAddress = new Address(scalars.address());
    betaAddress = new Address(scalars.address() + Double.BYTES);
  }

  void open(cudaStream_t stream) {
    check("cublasCreate", JCublas2.cublasCreate(handle));
    isOpen = true;
    check("cublasSetStream", JCublas2.cublasSetStream(handle, stream));
  }

  void close() {
    if (isOpen) {
      isOpen = false;
      check("cublasDestroy", JCublas2.cublasDestroy(handle));
    }
  }

  String version() {
    int[] version = new int[1];
    check("cublasGetVersion", JCublas2.cublasGetVersion(handle, version));
    return "cuBLAS %d.%d".formatted(version[0] / 10000, version[0] / 100 % 100);
  }

  private void setScalars(double alpha, double beta) {
    scalars.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, alpha);
    scalars.setAtIndex(ValueLayout.JAVA_DOUBLE, 1, beta);
  }

  @Override
  public void gemm(
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
      int ldc) {
    runtime.prepare();
    setScalars(alpha, beta);
    check(
        "cublasDgemm",
        JCublas2.cublasDgemm_v2_64(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            alphaAddress,
            new Address(a),
            lda,
            new Address(b),
            ldb,
            betaAddress,
            new Address(c),
            ldc));
  }

  @Override
  public void gemmStridedBatched(
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
      int batch) {
    runtime.prepare();
    setScalars(alpha, beta);
    check(
        "cublasDgemmStridedBatched",
        JCublas2.cublasDgemmStridedBatched_64(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            alphaAddress,
            new Address(a),
            lda,
            strideA,
            new Address(b),
            ldb,
            strideB,
            betaAddress,
            new Address(c),
            ldc,
            strideC,
            batch));
  }

  @Override
  public void trsm(
      Triangle triangle, Transpose transpose, int m, int n, long a, int lda, long b, int ldb) {
    runtime.prepare();
    setScalars(1, 0);
    boolean upper = triangle == Triangle.UPPER;
    check(
        "cublasDtrsm",
        JCublas2.cublasDtrsm_v2_64(
            handle,
            cublasSideMode.CUBLAS_SIDE_LEFT,
            upper ? cublasFillMode.CUBLAS_FILL_MODE_UPPER : cublasFillMode.CUBLAS_FILL_MODE_LOWER,
            LibraryConventions.operation(transpose),
            upper ? cublasDiagType.CUBLAS_DIAG_NON_UNIT : cublasDiagType.CUBLAS_DIAG_UNIT,
            m,
            n,
            alphaAddress,
            new Address(a),
            lda,
            new Address(b),
            ldb));
  }

  private static void check(String call, int code) {
    if (code != 0) {
      String name = cublasStatus.stringFor(code);
      throw new GpuException(call, name, code, LibraryConventions.advice(name));
    }
  }
}
