package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.StepAllocationTest;

final class ProfiledStepAllocationTest extends StepAllocationTest {
  @Override
  protected ComputeBackend openBackend() {
    return new ProfiledBackend(super.openBackend());
  }
}
