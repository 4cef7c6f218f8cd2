package org.stiffgrad.autodiff;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by forward differentiation: the model runs on the host with dual numbers of up to
 * twelve partials, and products with transposes are products with the matrices so obtained.
 *
 * <p>Usually columns of the Jacobian that have no row in common share a partial (Curtis, Powell and
 * Reid, 1974), by the sparsity that follows from the model's definition. {@link #dense()} makes no
 * use of the sparsity, as for a right-hand side of which nothing is known: every column then has a
 * partial of its own.
 */
public final class DualDerivatives implements DerivativeSource {
  private final ProgramCache programs = new ProgramCache();
  private final boolean sparsityKnown;
  private volatile @Nullable DualLayout latest;

  private DualDerivatives(boolean sparsityKnown) {
    this.sparsityKnown = sparsityKnown;
  }

  /** The source that uses the sparsity of the model. */
  public DualDerivatives() {
    this(true);
  }

  /** A source that takes every matrix for full. */
  public static DualDerivatives dense() {
    return new DualDerivatives(false);
  }

  @Override
  public String name() {
    return "dual";
  }

  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    ModelPrograms derived = programs.of(problem.model());
    ModelSparsity sparsity =
        sparsityKnown
            ? programs.sparsity(problem.model(), problem.grid())
            : ModelSparsity.unknown(problem);
    HostRightHandSide rightHandSide = new HostRightHandSide(problem, derived, backend, workspace);
    return new HostSystem(
        problem,
        new DualHostDerivatives(
            problem, rightHandSide, layout(problem.grid(), sparsity), workspace),
        sparsity,
        derived.timeDerivative().isZero(),
        workspace);
  }

  private DualLayout layout(Grid grid, ModelSparsity sparsity) {
    DualLayout layout = latest;
    if (layout == null || layout.sparsity() != sparsity || !layout.grid().equals(grid)) {
      layout = DualLayout.of(grid, sparsity);
      latest = layout;
    }
    return layout;
  }
}
