package org.stiffgrad.autodiff;

import java.util.Arrays;
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

  /** Becomes a copy of another point of the same problem. */
  void set(HostPoint other) {
    time = other.time;
    System.arraycopy(other.state, 0, state, 0, state.length);
    System.arraycopy(other.parameters, 0, parameters, 0, parameters.length);
  }

  /** Whether all numbers are those of another point, to the last bit. */
  boolean equalTo(HostPoint other) {
    return time == other.time
        && Arrays.equals(state, other.state)
        && Arrays.equals(parameters, other.parameters);
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
