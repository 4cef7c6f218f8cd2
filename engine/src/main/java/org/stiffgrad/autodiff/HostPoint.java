package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/** Where a right-hand side is evaluated: time, state and parameters on the host. */
final class HostPoint {
  private final double[] state;
  private final double[] parameters;
  private double time;

  HostPoint(OdeProblem problem, Workspace workspace) {
    state = workspace.allocateHost(problem.stateLength());
    parameters = workspace.allocateHost(problem.parameterLength());
  }

  double time() {
    return time;
  }

  void setTime(double t) {
    time = t;
  }

  /** The state u, to be read and written. */
  double[] state() {
    return state;
  }

  /** The parameters p, to be read and written. */
  double[] parameters() {
    return parameters;
  }
}
