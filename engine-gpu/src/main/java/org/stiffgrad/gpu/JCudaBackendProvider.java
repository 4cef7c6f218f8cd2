package org.stiffgrad.gpu;

import org.stiffgrad.gpu.jcuda.JCudaBinding;

/** Offers the backend {@code jcuda}. */
public final class JCudaBackendProvider extends GpuBackendProvider {
  public JCudaBackendProvider() {
    super(new JCudaBinding());
  }
}
