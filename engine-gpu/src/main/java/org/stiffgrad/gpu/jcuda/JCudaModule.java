package org.stiffgrad.gpu.jcuda;

import java.lang.foreign.Arena;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.stiffgrad.gpu.runtime.AbstractGpuKernel;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.KernelArguments;

/** A module of the driver and the argument blocks of its kernels. */
final class JCudaModule implements GpuModule {
  private final JCudaRuntime runtime;
  private final Arena arena = Arena.ofShared();
  private final CUmodule handle = new CUmodule();

  JCudaModule(JCudaRuntime runtime, byte[] image) {
    this.runtime = runtime;
    runtime.check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(handle, image));
  }

  @Override
  public GpuKernel kernel(String name, int arguments) {
    runtime.prepare();
    CUfunction function = new CUfunction();
    runtime.check(
        "cuModuleGetFunction(" + name + ")",
        JCudaDriver.cuModuleGetFunction(function, handle, name));
    return new Kernel(runtime, name, function, new KernelArguments(arena, arguments));
  }

  @Override
  public void close() {
    if (runtime.forget(this)) {
      arena.close();
      runtime.prepare();
      runtime.check("cuModuleUnload", JCudaDriver.cuModuleUnload(handle));
    }
  }

  private static final class Kernel extends AbstractGpuKernel {
    private final JCudaRuntime runtime;
    private final CUfunction function;
    private final Pointer arguments;

    Kernel(JCudaRuntime runtime, String name, CUfunction function, KernelArguments arguments) {
      super(name, arguments);
      this.runtime = runtime;
      this.function = function;
      this.arguments = new Address(arguments.address());
    }

    @Override
    public void launch(int gridX, int gridY, int gridZ, int blockX, int blockY, int sharedBytes) {
      runtime.prepare();
      int code =
          JCudaDriver.cuLaunchKernel(
              function,
              gridX,
              gridY,
              gridZ,
              blockX,
              blockY,
              1,
              sharedBytes,
              runtime.stream(),
              arguments,
              null);
      if (code != 0) {
        runtime.check("cuLaunchKernel(" + name() + ")", code);
      }
    }
  }
}
