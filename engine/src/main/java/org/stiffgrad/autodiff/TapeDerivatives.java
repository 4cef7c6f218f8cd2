package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by a tape: at each call the model runs on the host, its operations are recorded, and
 * the record is swept in reverse for products with transposes and forward for products. A matrix
 * costs one sweep for each colour of its rows.
 */
public final class TapeDerivatives implements DerivativeSource {
  private final ProgramCache programs = new ProgramCache();

  @Override
  public String name() {
    return "tape";
  }

  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    ModelPrograms derived = programs.of(problem.model());
    ModelSparsity sparsity = programs.sparsity(problem.model(), problem.grid());
    HostRightHandSide rightHandSide = new HostRightHandSide(problem, derived, backend, workspace);
    return new HostSystem(
        problem,
        new TapeHostDerivatives(problem, rightHandSide, sparsity, workspace),
        sparsity,
        derived.timeDerivative().isZero(),
        workspace);
  }
}
