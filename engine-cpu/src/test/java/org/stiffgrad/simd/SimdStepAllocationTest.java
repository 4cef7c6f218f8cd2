package org.stiffgrad.simd;

import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.StepAllocationTest;

class SimdStepAllocationTest extends StepAllocationTest {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(SimdBackendProvider.NAME);
  }
}
