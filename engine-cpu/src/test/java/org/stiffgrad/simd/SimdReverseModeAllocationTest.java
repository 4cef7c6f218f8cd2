package org.stiffgrad.simd;

import org.stiffgrad.sensitivity.ReverseModeAllocationTest;

class SimdReverseModeAllocationTest extends ReverseModeAllocationTest {
  @Override
  protected String backendName() {
    return SimdBackendProvider.NAME;
  }
}
