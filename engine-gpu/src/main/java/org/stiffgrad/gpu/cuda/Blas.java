package org.stiffgrad.gpu.cuda;

import java.lang.foreign.MemorySegment;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.runtime.GpuBlas;
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.Triangle;

/** A handle of cuBLAS that works on one stream. */
final class Blas implements GpuBlas {
  private static final int LEFT = 0;
  private static final int LOWER = 0;
  private static final int UPPER = 1;
  private static final int NON_UNIT = 0;
  private static final int UNIT = 1;

  private final CudaRuntime runtime;
  private final BlasFunctions functions;
  private final Scratch scratch;
  private long handle;

  /**
   * @param scratch for alpha, beta and what calls return
   */
  Blas(CudaRuntime runtime, BlasFunctions functions, Scratch scratch) {
    this.runtime = runtime;
    this.functions = functions;
    this.scratch = scratch;
  }

  void open(long stream) {
    check("cublasCreate", functions.create(scratch.first()));
    handle = scratch.longAt(scratch.first());
    check("cublasSetStream", functions.setStream(handle, stream));
  }

  void close() {
    if (handle != 0) {
      check("cublasDestroy", functions.destroy(handle));
      handle = 0;
    }
  }

  String version() {
    check("cublasGetVersion", functions.version(handle, scratch.first()));
    int version = scratch.intAt(scratch.first());
    return "cuBLAS %d.%d".formatted(version / 10000, version / 100 % 100);
  }

  private void setScalars(double alpha, double beta) {
    scratch.setDouble(scratch.first(), alpha);
    scratch.setDouble(scratch.second(), beta);
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
        functions.gemm(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            scratch.first(),
            a,
            lda,
            b,
            ldb,
            scratch.second(),
            c,
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
        functions.gemmStridedBatched(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            scratch.first(),
            a,
            lda,
            strideA,
            b,
            ldb,
            strideB,
            scratch.second(),
            c,
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
        functions.trsm(
            handle,
            LEFT,
            upper ? UPPER : LOWER,
            LibraryConventions.operation(transpose),
            upper ? NON_UNIT : UNIT,
            m,
            n,
            scratch.first(),
            a,
            lda,
            b,
            ldb));
  }

  @SuppressWarnings("restricted")
  private void check(String call, int code) {
    if (code != 0) {
      String name =
          MemorySegment.ofAddress(functions.statusName(code))
              .reinterpret(Long.MAX_VALUE)
              .getString(0);
      throw new GpuException(call, name, code, LibraryConventions.advice(name));
    }
  }
}
