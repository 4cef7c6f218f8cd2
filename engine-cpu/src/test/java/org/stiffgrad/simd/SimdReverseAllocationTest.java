package org.stiffgrad.simd;

import org.stiffgrad.sensitivity.ReverseAllocationTest;

class SimdReverseAllocationTest extends ReverseAllocationTest {
  @Override
  protected String backendName() {
    return SimdBackendProvider.NAME;
  }
}
