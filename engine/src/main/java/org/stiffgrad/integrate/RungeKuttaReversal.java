package org.stiffgrad.integrate;

import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.tableau.RungeKuttaTableau;

/** The reverse of {@link RungeKuttaStepper}: stages are values of f and nothing else. */
final class RungeKuttaReversal extends StepReversal {
  RungeKuttaReversal(
      RungeKuttaTableau method,
      DifferentiatedSystem system,
      VectorOperations vectors,
      Workspace workspace,
      Work work) {
    super(method, system, vectors, workspace, work);
  }

  @Override
  boolean evaluates(int i) {
    return true;
  }

  @Override
  double coupling(int l, int i, double h) {
    return 0;
  }

  @Override
  void solve(Buffer adjoint) {}

  @Override
  void addStartDependence(int i, double h, double t, Buffer before, Buffer stage) {}

  @Override
  boolean standsStill(double h) {
    return false;
  }

  @Override
  boolean factor(double t, Buffer before, double h) {
    return true;
  }
}
