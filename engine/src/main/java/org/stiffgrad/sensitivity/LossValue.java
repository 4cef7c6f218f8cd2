package org.stiffgrad.sensitivity;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.StepObserver;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The loss G of a solution that is shown step by step. Its integral is taken by as many Gauss
 * points in each step as integrate a quadratic function of the continuous extension exactly.
 */
final class LossValue implements StepObserver {
  private final LossPoints points;
  private final double[] parameters;
  private final double[] state;
  private final Buffer interpolated;
  private final LossPoints.Visitor visitor = this::add;
  private @Nullable Step step;
  private double sum;

  /** Starts from the problem's initial state. */
  LossValue(OdeProblem problem, Objective objective, SolverOptions options, Workspace workspace) {
    points = new LossPoints(objective, gaussPoints(options));
    parameters = problem.parameters();
    state = problem.initialState();
    interpolated = workspace.allocate(state.length);
    points.start(problem.span().start(), visitor);
  }

  /*
   * The continuous extension has degree rows + 1, its square twice that; m points are exact up to
   * degree 2 m - 1.
   */
  static int gaussPoints(SolverOptions options) {
    return options.method().interpolationRows() + 2;
  }

  @Override
  public void accepted(Step next) {
    step = next;
    points.step(next.start(), next.end(), visitor);
  }

  private void add(int k, double t, double weight) {
    if (step != null) {
      step.interpolate(t, interpolated);
      interpolated.read(state);
    }
    sum += weight * points.value(k, t, state, parameters);
  }

  /** The loss of all steps so far. */
  double value() {
    return sum;
  }
}
