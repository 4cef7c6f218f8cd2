package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.HandWrittenDerivatives;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives written by hand: the model's right-hand side, dense Jacobian and products run on the
 * host as plain code. {@code J^T w} is written by hand or a product with the Jacobian; the matrices
 * that are not written by hand are put together from products.
 */
public final class UserDerivatives implements DerivativeSource {
  private final ProgramCache programs = new ProgramCache();

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
    ModelSparsity sparsity = programs.sparsity(problem.model(), problem.grid());
    return new HostSystem(
        problem,
        new HandWrittenHostDerivatives(problem, code, sparsity, workspace),
        sparsity,
        isAutonomous(problem, code),
        workspace);
  }

  private static boolean isAutonomous(OdeProblem problem, HandWrittenDerivatives code) {
    return code.timeDerivative(problem.span().start(), problem.initialState(), problem.parameters())
        == null;
  }
}
