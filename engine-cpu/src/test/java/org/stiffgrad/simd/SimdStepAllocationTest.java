package org.stiffgrad.simd;

import org.stiffgrad.integrate.StepAllocationTest;

class SimdStepAllocationTest extends StepAllocationTest {
  @Override
  protected String backendName() {
    return SimdBackendProvider.NAME;
  }
}
