package org.stiffgrad.gpu.cuda;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.runtime.AbstractGpuRuntime;
import org.stiffgrad.gpu.runtime.GpuEvent;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.GpuOutOfMemoryException;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.Triangle;

/** The device's primary context, a stream of its own, and handles of cuBLAS and cuSOLVER. */
final class CudaRuntime extends AbstractGpuRuntime {
  private static final int OUT_OF_MEMORY = 2;
  private static final int NON_BLOCKING = 1;

  private final CudaDriver driver;
  private final DriverFunctions functions;
  private final Compiler compiler;
  private final Blas blas;
  private final Solver solver;
  private final Scratch scratch = new Scratch(arena);
  private final int deviceHandle;
  private long context;
  private long stream;

  private CudaRuntime(
      CudaDriver driver, CompilerFunctions compiler, BlasFunctions blas, SolverFunctions solver) {
    this.driver = driver;
    functions = driver.functions();
    deviceHandle = driver.device();
    this.compiler = new Compiler(compiler);
    this.blas = new Blas(blas);
    this.solver = new Solver(solver, arena);
  }

  /** Opens the first device; when that fails, nothing stays open. */
  static GpuRuntime open(
      CudaDriver driver, CompilerFunctions compiler, BlasFunctions blas, SolverFunctions solver) {
    CudaRuntime runtime = new CudaRuntime(driver, compiler, blas, solver);
    try {
      runtime.start();
      return runtime;
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  private void start() {
    check("cuDevicePrimaryCtxRetain", functions.retainContext(scratch.first(), deviceHandle));
    context = scratch.longAt(scratch.first());
    enter();
    check("cuStreamCreate", functions.createStream(scratch.first(), NON_BLOCKING));
    stream = scratch.longAt(scratch.first());
    blas.open(scratch, stream);
    solver.open(scratch, stream);
    String libraries =
        "%s, %s, %s".formatted(compiler.version(), blas.version(scratch), solver.version(scratch));
    start(driver.describe(libraries));
  }

  private void check(String call, int code) {
    if (code != 0) {
      throw driver.failure(call, code);
    }
  }

  @Override
  protected void makeCurrent() {
    check("cuCtxSetCurrent", functions.setCurrent(context));
  }

  @Override
  protected long allocateMemory(long bytes) {
    int code = functions.allocate(scratch.first(), bytes);
    if (code == OUT_OF_MEMORY) {
      long free = freeBytes();
      long total = scratch.longAt(scratch.second());
      throw new GpuOutOfMemoryException(
          "cuMemAlloc", "CUDA_ERROR_OUT_OF_MEMORY", code, bytes, free, total);
    }
    check("cuMemAlloc", code);
    return scratch.longAt(scratch.first());
  }

  @Override
  protected void freeMemory(long address) {
    check("cuMemFree", functions.free(address));
  }

  @Override
  protected long allocateHostMemory(long bytes) {
    check("cuMemAllocHost", functions.allocateHost(scratch.first(), bytes));
    return scratch.longAt(scratch.first());
  }

  @Override
  protected void freeHostMemory(long address) {
    check("cuMemFreeHost", functions.freeHost(address));
  }

  @Override
  protected void copyToDevice(long source, long target, long bytes) {
    check("cuMemcpyHtoDAsync", functions.copyToDevice(target, source, bytes, stream));
  }

  @Override
  protected void copyToHost(long source, long target, long bytes) {
    check("cuMemcpyDtoHAsync", functions.copyToHost(target, source, bytes, stream));
  }

  @Override
  public long freeBytes() {
    enter();
    check("cuMemGetInfo", functions.memoryInfo(scratch.first(), scratch.second()));
    return scratch.longAt(scratch.first());
  }

  @Override
  public void copy(long source, long target, long bytes) {
    enter();
    check("cuMemcpyDtoDAsync", functions.copy(target, source, bytes, stream));
  }

  @Override
  public void zero(long target, long bytes) {
    enter();
    check("cuMemsetD8Async", functions.set(target, (byte) 0, bytes, stream));
  }

  @Override
  public void synchronize() {
    enter();
    check("cuStreamSynchronize", functions.synchronize(stream));
  }

  @Override
  protected String compiler() {
    return compiler.version();
  }

  @Override
  protected int[] architectures() {
    return compiler.architectures();
  }

  @Override
  protected byte[] compile(String source, List<String> options) {
    return compiler.compile(source, options);
  }

  @Override
  public GpuModule load(byte[] image) {
    enter();
    CudaModule module = new CudaModule(this, image);
    own(module);
    return module;
  }

  @Override
  public GpuEvent newEvent() {
    enter();
    CudaEvent event = new CudaEvent(this);
    own(event);
    return event;
  }

  /** For the parts of this runtime: whose call it is, and what it works with. */
  void prepare() {
    enter();
  }

  boolean forget(AutoCloseable part) {
    return disown(part);
  }

  DriverFunctions functions() {
    return functions;
  }

  CudaDriver driver() {
    return driver;
  }

  long stream() {
    return stream;
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
    enter();
    scratch.setDouble(scratch.first(), alpha);
    scratch.setDouble(scratch.second(), beta);
    blas.gemm(
        transposeA, transposeB, m, n, k, scratch.first(), a, lda, b, ldb, scratch.second(), c, ldc);
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
    enter();
    scratch.setDouble(scratch.first(), alpha);
    scratch.setDouble(scratch.second(), beta);
    blas.gemmStridedBatched(
        transposeA,
        transposeB,
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
        batch);
  }

  @Override
  public void trsm(
      Triangle triangle, Transpose transpose, int m, int n, long a, int lda, long b, int ldb) {
    enter();
    scratch.setDouble(scratch.first(), 1);
    blas.trsm(triangle, transpose, m, n, scratch.first(), a, lda, b, ldb);
  }

  @Override
  public long pivotBytes(int n) {
    return (long) Long.BYTES * n;
  }

  @Override
  public long getrfWorkspaceBytes(int n, long a, int lda) {
    enter();
    return solver.getrfBytes(scratch, n, a, lda);
  }

  @Override
  public void getrf(
      int n, long a, int lda, long pivots, long workspace, long workspaceBytes, long info) {
    enter();
    solver.getrf(n, a, lda, pivots, workspace, workspaceBytes, info);
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
    enter();
    solver.getrs(transpose, n, columns, factors, lda, pivots, b, ldb, info);
  }

  @Override
  public void downloadPivots(long pivots, int[] target) {
    long[] counted = new long[target.length];
    download(pivots, counted, ValueLayout.JAVA_LONG, 0, counted.length);
    for (int i = 0; i < target.length; i++) {
      target[i] = (int) (counted[i] - 1);
    }
  }

  @Override
  protected void release() {
    attempt(solver::close);
    attempt(blas::close);
    if (stream != 0) {
      attempt(() -> check("cuStreamDestroy", functions.destroyStream(stream)));
    }
    if (context != 0) {
      attempt(() -> check("cuDevicePrimaryCtxRelease", functions.releaseContext(deviceHandle)));
    }
  }
}
