package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.runtime.GpuException;

/** A handle of cuSOLVER that works on one stream. Interchanges are 64-bit integers. */
final class Solver {
  private static final int REAL_64 = 1;

  private final SolverFunctions functions;
  private final Arena arena;
  private long handle;
  private long parameters;
  private long hostWork;
  private long hostBytes;

  /**
   * @param arena for memory that lives as long as the handle
   */
  Solver(SolverFunctions functions, Arena arena) {
    this.functions = functions;
    this.arena = arena;
  }

  void open(Scratch scratch, long stream) {
    check("cusolverDnCreate", functions.create(scratch.first()));
    handle = scratch.longAt(scratch.first());
    check("cusolverDnSetStream", functions.setStream(handle, stream));
    check("cusolverDnCreateParams", functions.createParameters(scratch.first()));
    parameters = scratch.longAt(scratch.first());
  }

  void close() {
    if (parameters != 0) {
      check("cusolverDnDestroyParams", functions.destroyParameters(parameters));
      parameters = 0;
    }
    if (handle != 0) {
      check("cusolverDnDestroy", functions.destroy(handle));
      handle = 0;
    }
  }

  String version(Scratch scratch) {
    check("cusolverGetVersion", functions.version(scratch.first()));
    int version = scratch.intAt(scratch.first());
    return "cuSOLVER %d.%d".formatted(version / 1000, version / 100 % 10);
  }

  long getrfBytes(Scratch scratch, int n, long a, int lda) {
    check(
        "cusolverDnXgetrf_bufferSize",
        functions.getrfBytes(
            handle, parameters, n, n, REAL_64, a, lda, REAL_64, scratch.first(), scratch.second()));
    reserve(scratch.longAt(scratch.second()));
    return scratch.longAt(scratch.first());
  }

  /** The library may want to work on the host, too. Work that is queued still has what it got. */
  private void reserve(long bytes) {
    if (bytes > hostBytes) {
      hostWork = arena.allocate(bytes).address();
      hostBytes = bytes;
    }
  }

  void getrf(int n, long a, int lda, long pivots, long work, long workBytes, long info) {
    check(
        "cusolverDnXgetrf",
        functions.getrf(
            handle,
            parameters,
            n,
            n,
            REAL_64,
            a,
            lda,
            pivots,
            REAL_64,
            work,
            workBytes,
            hostWork,
            hostBytes,
            info));
  }

  void getrs(
      Transpose transpose,
      int n,
      int columns,
      long factors,
      int lda,
      long pivots,
      long b,
      int ldb,
      long info) {
    check(
        "cusolverDnXgetrs",
        functions.getrs(
            handle,
            parameters,
            LibraryConventions.operation(transpose),
            n,
            columns,
            REAL_64,
            factors,
            lda,
            pivots,
            REAL_64,
            b,
            ldb,
            info));
  }

  private static void check(String call, int code) {
    if (code != 0) {
      String name = name(code);
      throw new GpuException(call, name, code, LibraryConventions.advice(name));
    }
  }

  /** The library has no function for this. */
  private static String name(int code) {
    return switch (code) {
      case 1 -> "CUSOLVER_STATUS_NOT_INITIALIZED";
      case 2 -> "CUSOLVER_STATUS_ALLOC_FAILED";
      case 3 -> "CUSOLVER_STATUS_INVALID_VALUE";
      case 4 -> "CUSOLVER_STATUS_ARCH_MISMATCH";
      case 6 -> "CUSOLVER_STATUS_EXECUTION_FAILED";
      case 7 -> "CUSOLVER_STATUS_INTERNAL_ERROR";
      default -> "CUSOLVER_STATUS_" + code;
    };
  }
}
