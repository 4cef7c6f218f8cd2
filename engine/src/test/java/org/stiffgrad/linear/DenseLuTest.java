package org.stiffgrad.linear;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;

class DenseLuTest extends LinearSolverContract {
  @Override
  protected ComputeBackend open() {
    return Backends.open("scalar");
  }

  @Override
  protected LinearSolver solver() {
    return new DenseLu();
  }
}
