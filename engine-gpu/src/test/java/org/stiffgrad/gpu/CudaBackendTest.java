package org.stiffgrad.gpu;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.gpu.cuda.CudaBinding;

/** The backend {@code cuda} on the host stand-in. */
final class CudaBackendTest extends org.stiffgrad.BackendContract {
  @Override
  protected ComputeBackend open() {
    return new GpuBackend("cuda", new CudaBinding(StandIn.libraries(13)).open());
  }
}
