package org.stiffgrad.gpu;

import org.stiffgrad.autodiff.DerivativeSourceContract;
import org.stiffgrad.backend.ComputeBackend;

/** Sources that compute on the host work on copies of what the device holds. */
final class CudaDerivativeSourceTest extends DerivativeSourceContract {
  @Override
  protected ComputeBackend open() {
    return StandInBackend.open();
  }
}
