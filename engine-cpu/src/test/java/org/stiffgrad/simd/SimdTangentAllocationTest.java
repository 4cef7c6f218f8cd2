package org.stiffgrad.simd;

import org.stiffgrad.sensitivity.TangentAllocationTest;

class SimdTangentAllocationTest extends TangentAllocationTest {
  @Override
  protected String backendName() {
    return SimdBackendProvider.NAME;
  }
}
