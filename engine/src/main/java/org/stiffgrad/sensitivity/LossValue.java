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
 * The loss G of solutions that are shown step by step. Its integral is taken by as many Gauss
 * points in each step as integrate a quadratic function of the continuous extension exactly.
 */
final class LossValue implements StepObserver {
  private final LossPoints points;
  private final double startTime;
  private final double[] parameters;
  private final double[] state;
  private final Buffer interpolated;
  /* Kept, so that a step allocates nothing. */
  private final LossPoints.Visitor visitor = this::add;
  private @Nullable Step step;
  private double sum;

  LossValue(OdeProblem problem, Objective objective, SolverOptions options, Workspace workspace) {
    points = LossPoints.of(objective, options.method());
    startTime = problem.span().start();
    parameters = problem.parameters();
    state = problem.initialState();
    interpolated = workspace.allocate(state.length);
  }

  /** Prepares for the steps of a solution. */
  void start(double[] initialState, double[] parameterValues) {
    System.arraycopy(initialState, 0, state, 0, state.length);
    System.arraycopy(parameterValues, 0, parameters, 0, parameters.length);
    step = null;
    sum = 0;
    points.start(startTime, visitor);
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

  /** The loss of all steps since the start. */
  double value() {
    return sum;
  }
}
