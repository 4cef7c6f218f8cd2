package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by central differences of the right-hand side, compressed by the sparsity that
 * follows from the model's definition. They need nothing of f but its values, and are not exact.
 *
 * <p>ACCURACY
 */
public final class DifferenceDerivatives implements DerivativeSource {
  private final ProgramCache programs = new ProgramCache();

  @Override
  public String name() {
    return "finite-differences";
  }

  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    ModelPrograms derived = programs.of(problem.model());
    ModelSparsity sparsity = ModelSparsity.of(derived, problem.grid());
    HostRightHandSide rightHandSide = new HostRightHandSide(problem, derived, backend, workspace);
    return new HostSystem(
        problem,
        new DifferenceHostDerivatives(problem, rightHandSide, sparsity, workspace),
        sparsity,
        derived.timeDerivative().isZero(),
        workspace);
  }
}
