package org.stiffgrad.simd;

import org.stiffgrad.autodiff.DerivativeSourceContract;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;

class SimdDerivativeSourceTest extends DerivativeSourceContract {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open("simd");
  }
}
