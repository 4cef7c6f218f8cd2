package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives derived symbolically from the model's one definition and compiled by the backend. A
 * model's programs are derived when it is first bound and kept with this object.
 */
public final class SymbolicDerivatives implements DerivativeSource {
  private final ProgramCache programs = new ProgramCache();

  @Override
  public String name() {
    return "symbolic";
  }

  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    return new StencilSystem(problem, programs.of(problem.model()), backend, workspace);
  }
}
