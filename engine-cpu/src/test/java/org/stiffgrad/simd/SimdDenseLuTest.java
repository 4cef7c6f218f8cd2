package org.stiffgrad.simd;

import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.linear.DenseLu;
import org.stiffgrad.linear.LinearSolver;
import org.stiffgrad.linear.LinearSolverContract;

class SimdDenseLuTest extends LinearSolverContract {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(SimdBackendProvider.NAME);
  }

  @Override
  protected LinearSolver solver() {
    return new DenseLu();
  }
}
