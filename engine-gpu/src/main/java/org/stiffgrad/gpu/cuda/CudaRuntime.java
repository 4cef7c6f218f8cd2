package org.stiffgrad.gpu.cuda;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.stiffgrad.gpu.runtime.AbstractGpuRuntime;
import org.stiffgrad.gpu.runtime.GpuBlas;
import org.stiffgrad.gpu.runtime.GpuEvent;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.GpuOutOfMemoryException;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.GpuSolver;

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
    this.blas = new Blas(this, blas, scratch);
    this.solver = new Solver(this, solver, scratch, arena);
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
    blas.open(stream);
    solver.open(stream);
    String libraries = "%s, %s, %s".formatted(compiler.version(), blas.version(), solver.version());
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

  /** {@link #enter}, for the parts of this runtime. */
  void prepare() {
    enter();
  }

  /** {@link #disown}, for the parts of this runtime. */
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

  /** Copies 64-bit integers from the device. */
  void download(long source, long[] target) {
    download(source, target, ValueLayout.JAVA_LONG, 0, target.length);
  }

  @Override
  public GpuBlas blas() {
    return blas;
  }

  @Override
  public GpuSolver solver() {
    return solver;
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
