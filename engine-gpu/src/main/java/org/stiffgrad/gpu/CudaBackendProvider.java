package org.stiffgrad.gpu;

import org.stiffgrad.gpu.cuda.CudaBinding;

/** Offers the backend {@code cuda}. */
public final class CudaBackendProvider extends GpuBackendProvider {
  public CudaBackendProvider() {
    super(new CudaBinding());
  }
}
