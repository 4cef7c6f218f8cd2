package org.stiffgrad.gpu.cuda;

/**
 * Functions of cuBLAS, in the form with 64-bit sizes. All but one return a {@code cublasStatus_t};
 * alpha and beta are addresses on the host.
 */
interface BlasFunctions {
  @NativeFunction("cublasCreate_v2")
  int create(long result);

  @NativeFunction("cublasDestroy_v2")
  int destroy(long handle);

  @NativeFunction("cublasSetStream_v2")
  int setStream(long handle, long stream);

  @NativeFunction("cublasGetVersion_v2")
  int version(long handle, long result);

  @NativeFunction("cublasDgemm_v2_64")
  int gemm(
      long handle,
      int transposeA,
      int transposeB,
      long m,
      long n,
      long k,
      long alpha,
      long a,
      long lda,
      long b,
      long ldb,
      long beta,
      long c,
      long ldc);

  @NativeFunction("cublasDgemmStridedBatched_64")
  int gemmStridedBatched(
      long handle,
      int transposeA,
      int transposeB,
      long m,
      long n,
      long k,
      long alpha,
      long a,
      long lda,
      long strideA,
      long b,
      long ldb,
      long strideB,
      long beta,
      long c,
      long ldc,
      long strideC,
      long batch);

  @NativeFunction("cublasDtrsm_v2_64")
  int trsm(
      long handle,
      int side,
      int triangle,
      int transpose,
      int diagonal,
      long m,
      long n,
      long alpha,
      long a,
      long lda,
      long b,
      long ldb);

  /** The address of a status's name. */
  @NativeFunction("cublasGetStatusName")
  long statusName(int code);
}
