package org.stiffgrad.gpu;

import org.stiffgrad.KernelsContract;
import org.stiffgrad.backend.ComputeBackend;

/** The backend {@code jcuda} on the host stand-in; what it shares with cuda is tested there. */
final class JCudaBackendTest extends KernelsContract {
  @Override
  protected ComputeBackend open() {
    return StandInBackend.openJCuda();
  }
}
