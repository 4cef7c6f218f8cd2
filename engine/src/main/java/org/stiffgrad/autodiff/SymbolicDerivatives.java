package org.stiffgrad.autodiff;

import java.util.IdentityHashMap;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives derived symbolically from the model's one definition and compiled by the backend. A
 * model's programs are derived when it is first bound and kept with this object.
 */
public final class SymbolicDerivatives implements DerivativeSource {
  private final IdentityHashMap<StencilModel, ModelPrograms> programs = new IdentityHashMap<>();

  @Override
  public String name() {
    return "symbolic";
  }

  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    return new StencilSystem(problem, programs(problem.model()), backend, workspace);
  }

  private synchronized ModelPrograms programs(StencilModel model) {
    return programs.computeIfAbsent(model, ModelPrograms::new);
  }
}
