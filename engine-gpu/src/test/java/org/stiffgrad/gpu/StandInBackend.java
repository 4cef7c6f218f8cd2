package org.stiffgrad.gpu;

import org.stiffgrad.gpu.cuda.CudaBinding;

/** The backend {@code cuda} on the host stand-in for CUDA 13. */
public final class StandInBackend {
  private StandInBackend() {}

  public static GpuBackend open() {
    CudaBinding binding = new CudaBinding(StandIn.libraries(13));
    return new GpuBackend(binding.name(), binding.open());
  }
}
