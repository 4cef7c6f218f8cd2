package org.stiffgrad.gpu.jcuda;

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
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.Triangle;

/** A handle of cuBLAS that works on one stream. Alpha and beta are addresses on the host. */
final class JCudaBlas {
  private final cublasHandle handle = new cublasHandle();
  private boolean isOpen;

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

  void gemm(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      Pointer alpha,
      long a,
      int lda,
      long b,
      int ldb,
      Pointer beta,
      long c,
      int ldc) {
    check(
        "cublasDgemm",
        JCublas2.cublasDgemm_v2_64(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            alpha,
            new Address(a),
            lda,
            new Address(b),
            ldb,
            beta,
            new Address(c),
            ldc));
  }

  void gemmStridedBatched(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      Pointer alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      Pointer beta,
      long c,
      int ldc,
      long strideC,
      int batch) {
    check(
        "cublasDgemmStridedBatched",
        JCublas2.cublasDgemmStridedBatched_64(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            alpha,
            new Address(a),
            lda,
            strideA,
            new Address(b),
            ldb,
            strideB,
            beta,
            new Address(c),
            ldc,
            strideC,
            batch));
  }

  void trsm(
      Triangle triangle,
      Transpose transpose,
      int m,
      int n,
      Pointer alpha,
      long a,
      int lda,
      long b,
      int ldb) {
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
            alpha,
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
