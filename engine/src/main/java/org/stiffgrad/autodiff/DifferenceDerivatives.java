package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by central differences of the right-hand side, compressed by the sparsity that
 * follows from the model's definition. They need nothing of f but its values, and are not exact.
 *
 * <p>Measured on the Brusselator, Gray-Scott and a model with all functions, relative to the
 * largest element: J, f_p and f_t are good to 1e-11 to 2e-10, the derivatives of {@code J k + theta
 * f_t} to 2e-9 to 5e-7. Elements that are small beside the values of f over their variable have
 * fewer digits. A gradient by an adjoint method comes out to about 1e-9 when the solver's
 * tolerances are tight.
 *
 * <p>The limits: where f has a kink or leaves its domain within a step of the state or the
 * parameters, such as a square root of a concentration next to zero, the difference is taken across
 * it and wrong or not a number. Jumps in time that the model declares are not crossed. Steps assume
 * that variables below {@code min(1, the largest of their kind)} matter on that scale.
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
    ModelSparsity sparsity = programs.sparsity(problem.model(), problem.grid());
    HostRightHandSide rightHandSide = new HostRightHandSide(problem, derived, backend, workspace);
    return new HostSystem(
        problem,
        new DifferenceHostDerivatives(problem, rightHandSide, sparsity, workspace),
        sparsity,
        derived.timeDerivative().isZero(),
        workspace);
  }
}
