package org.stiffgrad.gpu;

import org.stiffgrad.gpu.cuda.CudaBinding;
import org.stiffgrad.gpu.jcuda.JCudaBinding;
import org.stiffgrad.gpu.runtime.GpuBinding;

/** The GPU backends on the host stand-in. */
public final class StandInBackend {
  private StandInBackend() {}

  /** The backend {@code cuda} on CUDA 13. */
  public static GpuBackend open() {
    return open(new CudaBinding(StandIn.libraries(13)));
  }

  /** The backend {@code jcuda} on CUDA 12, beyond which JCuda does not go. */
  static GpuBackend openJCuda() {
    return open(new JCudaBinding(StandIn.libraries(12)));
  }

  private static GpuBackend open(GpuBinding binding) {
    return new GpuBackend(binding.name(), binding.open());
  }
}
