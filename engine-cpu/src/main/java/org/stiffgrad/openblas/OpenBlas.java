package org.stiffgrad.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The loaded library and its functions. Handles are constants, so that the JIT compiles a call to
 * little more than the native one. A function named {@code ...Critical} takes heap arrays as they
 * are and keeps the JVM from safepoints while it runs; the other of the pair takes native memory
 * only and does not.
 */
final class OpenBlas {
  static final int COLUMN_MAJOR = 102;
  static final int NO_TRANSPOSE = 111;
  static final int TRANSPOSE = 112;
  static final int UPPER = 121;
  static final int LOWER = 122;
  static final int NON_UNIT = 131;
  static final int UNIT = 132;

  private static final Linker.Option CRITICAL = Linker.Option.critical(true);
  private static final SymbolLookup LIBRARY = OpenBlasLibrary.load();

  private static final FunctionDescriptor GEMM =
      FunctionDescriptor.ofVoid(
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_DOUBLE,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_DOUBLE,
          ADDRESS,
          JAVA_INT);
  private static final FunctionDescriptor GETRF =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final FunctionDescriptor GETRS =
      FunctionDescriptor.ofVoid(
          ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  /** {@code cblas_dgemm(order, transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)}. */
  static final MethodHandle DGEMM = bind("cblas_dgemm", GEMM);

  static final MethodHandle DGEMM_CRITICAL = bind("cblas_dgemm", GEMM, CRITICAL);

  /** {@code dgetrf(m, n, a, lda, ipiv, info)}, all of them pointers. */
  static final MethodHandle DGETRF = bind("dgetrf_", GETRF);

  static final MethodHandle DGETRF_CRITICAL = bind("dgetrf_", GETRF, CRITICAL);

  /** {@code dgetrs(trans, n, nrhs, a, lda, ipiv, b, ldb, info)}, all of them pointers. */
  static final MethodHandle DGETRS = bind("dgetrs_", GETRS);

  static final MethodHandle DGETRS_CRITICAL = bind("dgetrs_", GETRS, CRITICAL);

  /** {@code cblas_dtrsv(order, uplo, trans, diag, n, a, lda, x, incx)}. */
  static final MethodHandle DTRSV_CRITICAL =
      bind(
          "cblas_dtrsv",
          FunctionDescriptor.ofVoid(
              JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
              JAVA_INT),
          CRITICAL);

  /** {@code cblas_dgemv(order, trans, m, n, alpha, a, lda, x, incx, beta, y, incy)}. */
  static final MethodHandle DGEMV_CRITICAL =
      bind(
          "cblas_dgemv",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT),
          CRITICAL);

  /** Which kernels the library chose for this CPU, such as {@code SkylakeX}. */
  static final String CORE = coreName();

  private static final MethodHandle SET_THREADS =
      bind("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));

  static {
    /* By default it uses all cores. */
    setThreads(1);
  }

  private OpenBlas() {}

  @SuppressWarnings("restricted")
  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor, options);
  }

  @SuppressWarnings("restricted")
  private static String coreName() {
    MethodHandle name = bind("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
    try {
      MemorySegment text = (MemorySegment) name.invokeExact();
      return text.reinterpret(100).getString(0);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Sets how many threads the library uses, in the whole process. */
  static void setThreads(int number) {
    try {
      SET_THREADS.invokeExact(number);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** What a call threw; the library itself throws nothing. */
  static RuntimeException failure(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
  }
}
