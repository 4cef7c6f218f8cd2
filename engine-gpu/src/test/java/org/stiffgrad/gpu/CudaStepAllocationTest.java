package org.stiffgrad.gpu;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.StepAllocationTest;

/** A launch, a call of a library and a copy allocate nothing on the heap. */
final class CudaStepAllocationTest extends StepAllocationTest {
  @Override
  protected ComputeBackend open() {
    return StandInBackend.open();
  }
}
