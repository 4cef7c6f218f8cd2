package org.stiffgrad.gpu.jcuda;

import java.util.List;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.cudaStream_t;
import org.stiffgrad.gpu.cuda.CudaDriver;
import org.stiffgrad.gpu.runtime.AbstractGpuRuntime;
import org.stiffgrad.gpu.runtime.GpuBlas;
import org.stiffgrad.gpu.runtime.GpuEvent;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.GpuOutOfMemoryException;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.GpuSolver;

/** The device's primary context, a stream of its own, and handles of cuBLAS and cuSOLVER. */
final class JCudaRuntime extends AbstractGpuRuntime {
  private static final int OUT_OF_MEMORY = 2;
  private static final int NON_BLOCKING = 1;

  private final CudaDriver driver;
  private final JCudaCompiler compiler = new JCudaCompiler();
  private final JCudaBlas blas = new JCudaBlas(this, arena);
  private final JCudaSolver solver = new JCudaSolver(this);
  private final CUdevice deviceHandle = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final CUstream stream = new CUstream();
  private boolean hasContext;
  private boolean hasStream;

  private JCudaRuntime(CudaDriver driver) {
    this.driver = driver;
  }

  /** Opens the first device; when that fails, nothing stays open. */
  static GpuRuntime open(CudaDriver driver) {
    JCudaRuntime runtime = new JCudaRuntime(driver);
    try {
      runtime.start();
      return runtime;
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  private void start() {
    check("cuInit", JCudaDriver.cuInit(0));
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(deviceHandle, 0));
    check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, deviceHandle));
    hasContext = true;
    enter();
    check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, NON_BLOCKING));
    hasStream = true;
    cudaStream_t runtimeStream = new cudaStream_t(stream);
    blas.open(runtimeStream);
    solver.open(runtimeStream);
    start(
        driver.describe(
            "%s, %s, %s, by way of JCuda"
                .formatted(compiler.version(), blas.version(), solver.version())));
  }

  void check(String call, int code) {
    if (code != 0) {
      throw driver.failure(call, code);
    }
  }

  @Override
  protected void makeCurrent() {
    check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  @Override
  protected long allocateMemory(long bytes) {
    DeviceAddress address = DeviceAddress.unknown();
    int code = JCudaDriver.cuMemAlloc(address, bytes);
    if (code == OUT_OF_MEMORY) {
      throw new GpuOutOfMemoryException(
          "cuMemAlloc",
          "CUDA_ERROR_OUT_OF_MEMORY",
          code,
          bytes,
          freeBytes(),
          device().totalBytes());
    }
    check("cuMemAlloc", code);
    return address.value();
  }

  @Override
  protected void freeMemory(long address) {
    check("cuMemFree", JCudaDriver.cuMemFree(new DeviceAddress(address)));
  }

  @Override
  protected long allocateHostMemory(long bytes) {
    Address address = Address.unknown();
    check("cuMemAllocHost", JCudaDriver.cuMemAllocHost(address, bytes));
    return address.value();
  }

  @Override
  protected void freeHostMemory(long address) {
    check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(new Address(address)));
  }

  @Override
  protected void copyToDevice(long source, long target, long bytes) {
    check(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(
            new DeviceAddress(target), new Address(source), bytes, stream));
  }

  @Override
  protected void copyToHost(long source, long target, long bytes) {
    check(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(
            new Address(target), new DeviceAddress(source), bytes, stream));
  }

  @Override
  public long freeBytes() {
    enter();
    long[] free = new long[1];
    long[] total = new long[1];
    check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  @Override
  public void copy(long source, long target, long bytes) {
    enter();
    check(
        "cuMemcpyDtoDAsync",
        JCudaDriver.cuMemcpyDtoDAsync(
            new DeviceAddress(target), new DeviceAddress(source), bytes, stream));
  }

  @Override
  public void zero(long target, long bytes) {
    enter();
    check(
        "cuMemsetD8Async",
        JCudaDriver.cuMemsetD8Async(new DeviceAddress(target), (byte) 0, bytes, stream));
  }

  @Override
  public void synchronize() {
    enter();
    check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
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
    JCudaModule module = new JCudaModule(this, image);
    own(module);
    return module;
  }

  @Override
  public GpuEvent newEvent() {
    enter();
    JCudaEvent event = new JCudaEvent(this);
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

  CUstream stream() {
    return stream;
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
    if (hasStream) {
      attempt(() -> check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(stream)));
    }
    if (hasContext) {
      attempt(
          () ->
              check(
                  "cuDevicePrimaryCtxRelease",
                  JCudaDriver.cuDevicePrimaryCtxRelease(deviceHandle)));
    }
  }
}
