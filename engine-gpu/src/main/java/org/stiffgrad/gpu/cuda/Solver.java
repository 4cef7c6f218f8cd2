package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.GpuSolver;

/** A handle of cuSOLVER that works on one stream. Interchanges are 64-bit integers. */
final class Solver implements GpuSolver {
  private static final int REAL_64 = 1;

  private final CudaRuntime runtime;
  private final SolverFunctions functions;
  private final Scratch scratch;
  private final Arena arena;
  private long handle;
  private long parameters;
  private long hostWork;
  private long hostBytes;

  /**
   * @param scratch for what calls return
   * @param arena for memory that lives as long as the handle
   */
  Solver(CudaRuntime runtime, SolverFunctions functions, Scratch scratch, Arena arena) {
    this.runtime = runtime;
    this.functions = functions;
    this.scratch = scratch;
    this.arena = arena;
  }

  void open(long stream) {
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

  String version() {
    check("cusolverGetVersion", functions.version(scratch.first()));
    int version = scratch.intAt(scratch.first());
    return "cuSOLVER %d.%d".formatted(version / 1000, version / 100 % 10);
  }

  @Override
  public long pivotBytes(int n) {
    return (long) Long.BYTES * n;
  }

  @Override
  public long getrfWorkspaceBytes(int n, long a, int lda) {
    runtime.prepare();
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

  @Override
  public void getrf(
      int n, long a, int lda, long pivots, long workspace, long workspaceBytes, long info) {
    runtime.prepare();
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
            workspace,
            workspaceBytes,
            hostWork,
            hostBytes,
            info));
  }

  @Override
  public void getrs(
      Transpose transpose,
      int n,
      int columns,
      long factors,
      int lda,
      long pivots,
      long b,
      int ldb,
      long info) {
    runtime.prepare();
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

  @Override
  public void downloadPivots(long pivots, int[] target) {
    long[] counted = new long[target.length];
    runtime.download(pivots, counted);
    for (int i = 0; i < target.length; i++) {
      target[i] = (int) (counted[i] - 1);
    }
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
