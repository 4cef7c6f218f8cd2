package org.stiffgrad.gpu.jcuda;

import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;
import org.stiffgrad.gpu.runtime.GpuEvent;

/** An event of the driver. */
final class JCudaEvent implements GpuEvent {
  private static final double MILLI = 1e-3;

  private final JCudaRuntime runtime;
  private final CUevent handle = new CUevent();

  JCudaEvent(JCudaRuntime runtime) {
    this.runtime = runtime;
    runtime.check("cuEventCreate", JCudaDriver.cuEventCreate(handle, 0));
  }

  @Override
  public void record() {
    runtime.prepare();
    runtime.check("cuEventRecord", JCudaDriver.cuEventRecord(handle, runtime.stream()));
  }

  @Override
  public double secondsSince(GpuEvent earlier) {
    runtime.prepare();
    runtime.check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(handle));
    float[] milliseconds = new float[1];
    CUevent start = ((JCudaEvent) earlier).handle;
    runtime.check(
        "cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(milliseconds, start, handle));
    return MILLI * milliseconds[0];
  }

  @Override
  public void close() {
    if (runtime.forget(this)) {
      runtime.prepare();
      runtime.check("cuEventDestroy", JCudaDriver.cuEventDestroy(handle));
    }
  }
}
