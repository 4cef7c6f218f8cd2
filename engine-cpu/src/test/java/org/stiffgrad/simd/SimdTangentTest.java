package org.stiffgrad.simd;

import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.sensitivity.TangentContract;

class SimdTangentTest extends TangentContract {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(SimdBackendProvider.NAME);
  }
}
