package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import org.stiffgrad.gpu.runtime.GpuEvent;

/** An event of the driver. */
final class CudaEvent implements GpuEvent {
  private static final double MILLI = 1e-3;

  private final CudaRuntime runtime;
  private final long handle;

  CudaEvent(CudaRuntime runtime) {
    this.runtime = runtime;
    try (Arena arena = Arena.ofConfined()) {
      Scratch scratch = new Scratch(arena);
      runtime.driver().check("cuEventCreate", runtime.functions().createEvent(scratch.first(), 0));
      handle = scratch.longAt(scratch.first());
    }
  }

  @Override
  public void record() {
    runtime.prepare();
    runtime
        .driver()
        .check("cuEventRecord", runtime.functions().recordEvent(handle, runtime.stream()));
  }

  @Override
  public double secondsSince(GpuEvent earlier) {
    runtime.prepare();
    CudaDriver driver = runtime.driver();
    driver.check("cuEventSynchronize", runtime.functions().waitForEvent(handle));
    try (Arena arena = Arena.ofConfined()) {
      Scratch scratch = new Scratch(arena);
      long start = ((CudaEvent) earlier).handle;
      driver.check(
          "cuEventElapsedTime", runtime.functions().elapsed(scratch.first(), start, handle));
      return MILLI * scratch.floatAt(scratch.first());
    }
  }

  @Override
  public void close() {
    if (runtime.forget(this)) {
      runtime.prepare();
      runtime.driver().check("cuEventDestroy", runtime.functions().destroyEvent(handle));
    }
  }
}
