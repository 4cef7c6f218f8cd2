package org.stiffgrad.sensitivity;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/** A way of computing the gradient of a loss with respect to parameters and initial state. */
public interface SensitivityMethod {
  /** The name by which it is selected, such as {@code gauss-adjoint}. */
  String name();

  /**
   * The loss and its gradient.
   *
   * @throws IllegalArgumentException if the loss times do not fit the problem's time span, or the
   *     backend's memory cannot hold the computation
   */
  Gradient gradient(
      OdeProblem problem, Objective objective, SolverOptions options, ComputeBackend backend);
}
