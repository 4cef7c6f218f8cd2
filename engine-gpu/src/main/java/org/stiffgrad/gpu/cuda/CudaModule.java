package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.stiffgrad.gpu.runtime.AbstractGpuKernel;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.KernelArguments;

/** A module of the driver and the argument blocks of its kernels. */
final class CudaModule implements GpuModule {
  private final CudaRuntime runtime;
  private final Arena arena = Arena.ofShared();
  private final long handle;

  CudaModule(CudaRuntime runtime, byte[] image) {
    this.runtime = runtime;
    try (Arena temporary = Arena.ofConfined()) {
      Scratch scratch = new Scratch(temporary);
      long copy = temporary.allocateFrom(ValueLayout.JAVA_BYTE, image).address();
      runtime
          .driver()
          .check("cuModuleLoadData", runtime.functions().loadModule(scratch.first(), copy));
      handle = scratch.longAt(scratch.first());
    }
  }

  @Override
  public GpuKernel kernel(String name, int arguments) {
    runtime.prepare();
    try (Arena temporary = Arena.ofConfined()) {
      Scratch scratch = new Scratch(temporary);
      long text = temporary.allocateFrom(name).address();
      runtime
          .driver()
          .check(
              "cuModuleGetFunction(" + name + ")",
              runtime.functions().moduleFunction(scratch.first(), handle, text));
      return new Kernel(
          runtime, name, scratch.longAt(scratch.first()), new KernelArguments(arena, arguments));
    }
  }

  @Override
  public void close() {
    if (runtime.forget(this)) {
      arena.close();
      runtime.prepare();
      runtime.driver().check("cuModuleUnload", runtime.functions().unloadModule(handle));
    }
  }

  private static final class Kernel extends AbstractGpuKernel {
    private final CudaRuntime runtime;
    private final long handle;
    private final long arguments;

    Kernel(CudaRuntime runtime, String name, long handle, KernelArguments arguments) {
      super(name, arguments);
      this.runtime = runtime;
      this.handle = handle;
      this.arguments = arguments.address();
    }

    @Override
    public void launch(int gridX, int gridY, int gridZ, int blockX, int blockY, int sharedBytes) {
      runtime.prepare();
      int code =
          runtime
              .functions()
              .launch(
                  handle,
                  gridX,
                  gridY,
                  gridZ,
                  blockX,
                  blockY,
                  1,
                  sharedBytes,
                  runtime.stream(),
                  arguments,
                  0);
      if (code != 0) {
        throw runtime.driver().failure("cuLaunchKernel(" + name() + ")", code);
      }
    }
  }
}
