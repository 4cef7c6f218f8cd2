package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.HandWrittenDerivatives;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives written by hand: the model's right-hand side, dense Jacobian and products run on the
 * host as plain code, and {@code J^T w} is a product with the dense matrix.
 */
public final class UserDerivatives implements DerivativeSource {
  @Override
  public String name() {
    return "user";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the model has no hand-written derivatives
   */
  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    HandWrittenDerivatives code = problem.model().handWritten(problem.grid());
    if (code == null) {
      throw new IllegalArgumentException(
          "The model %s has no hand-written derivatives; use the derivative source symbolic."
              .formatted(problem.model().name()));
    }
    return new HandWrittenSystem(problem, code, workspace);
  }
}
