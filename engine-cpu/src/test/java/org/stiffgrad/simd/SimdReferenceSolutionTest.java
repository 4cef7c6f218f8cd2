package org.stiffgrad.simd;

import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.ReferenceSolutionContract;

class SimdReferenceSolutionTest extends ReferenceSolutionContract {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(SimdBackendProvider.NAME);
  }
}
