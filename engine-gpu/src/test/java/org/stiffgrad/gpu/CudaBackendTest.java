package org.stiffgrad.gpu;

import org.stiffgrad.KernelsContract;
import org.stiffgrad.backend.ComputeBackend;

/**
 * The kernels of the backend {@code cuda} on the host stand-in, which takes too long for the
 * contracts of gradients; {@link CudaGradientTest} has some, {@link CudaDeviceTest} all.
 */
final class CudaBackendTest extends KernelsContract {
  @Override
  protected ComputeBackend open() {
    return StandInBackend.open();
  }
}
