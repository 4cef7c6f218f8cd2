package org.stiffgrad.gpu.cuda;

import java.lang.foreign.MemorySegment;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.Triangle;

/** A handle of cuBLAS that works on one stream. */
final class Blas {
  private static final int LEFT = 0;
  private static final int LOWER = 0;
  private static final int UPPER = 1;
  private static final int NON_UNIT = 0;
  private static final int UNIT = 1;

  private final BlasFunctions functions;
  private long handle;

  Blas(BlasFunctions functions) {
    this.functions = functions;
  }

  void open(Scratch scratch, long stream) {
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

  String version(Scratch scratch) {
    check("cublasGetVersion", functions.version(handle, scratch.first()));
    int version = scratch.intAt(scratch.first());
    return "cuBLAS %d.%d".formatted(version / 10000, version / 100 % 100);
  }

  void gemm(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      long alpha,
      long a,
      int lda,
      long b,
      int ldb,
      long beta,
      long c,
      int ldc) {
    check(
        "cublasDgemm",
        functions.gemm(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            alpha,
            a,
            lda,
            b,
            ldb,
            beta,
            c,
            ldc));
  }

  void gemmStridedBatched(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      long alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      long beta,
      long c,
      int ldc,
      long strideC,
      int batch) {
    check(
        "cublasDgemmStridedBatched",
        functions.gemmStridedBatched(
            handle,
            LibraryConventions.operation(transposeA),
            LibraryConventions.operation(transposeB),
            m,
            n,
            k,
            alpha,
            a,
            lda,
            strideA,
            b,
            ldb,
            strideB,
            beta,
            c,
            ldc,
            strideC,
            batch));
  }

  void trsm(
      Triangle triangle,
      Transpose transpose,
      int m,
      int n,
      long alpha,
      long a,
      int lda,
      long b,
      int ldb) {
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
            alpha,
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
