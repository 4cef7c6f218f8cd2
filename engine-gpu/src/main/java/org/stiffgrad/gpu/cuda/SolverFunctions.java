package org.stiffgrad.gpu.cuda;

/** Functions of cuSOLVER, in the form with 64-bit sizes. All return a {@code cusolverStatus_t}. */
interface SolverFunctions {
  @NativeFunction("cusolverDnCreate")
  int create(long result);

  @NativeFunction("cusolverDnDestroy")
  int destroy(long handle);

  @NativeFunction("cusolverDnSetStream")
  int setStream(long handle, long stream);

  @NativeFunction("cusolverGetVersion")
  int version(long result);

  @NativeFunction("cusolverDnCreateParams")
  int createParameters(long result);

  @NativeFunction("cusolverDnDestroyParams")
  int destroyParameters(long parameters);

  @NativeFunction("cusolverDnXgetrf_bufferSize")
  int getrfBytes(
      long handle,
      long parameters,
      long m,
      long n,
      int typeA,
      long a,
      long lda,
      int computeType,
      long deviceBytes,
      long hostBytes);

  @NativeFunction("cusolverDnXgetrf")
  int getrf(
      long handle,
      long parameters,
      long m,
      long n,
      int typeA,
      long a,
      long lda,
      long pivots,
      int computeType,
      long deviceWork,
      long deviceBytes,
      long hostWork,
      long hostBytes,
      long info);

  @NativeFunction("cusolverDnXgetrs")
  int getrs(
      long handle,
      long parameters,
      int transpose,
      long n,
      long columns,
      int typeA,
      long a,
      long lda,
      long pivots,
      int typeB,
      long b,
      long ldb,
      long info);
}
