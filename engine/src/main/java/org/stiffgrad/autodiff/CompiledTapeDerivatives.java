package org.stiffgrad.autodiff;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by a tape that is recorded once and compiled: the model runs on the host when it is
 * first evaluated, what it does becomes programs of loops over neighbouring numbers, and these are
 * replayed at other points as long as every branch is taken as it was when recorded. Where one is
 * not, the model is recorded anew.
 *
 * <p>Recordings are kept with this object for each model and grid. They suit models whose branches
 * depend on space and time, or change rarely; a model in which some branch changes at nearly every
 * evaluation is served better by {@code tape} or {@code symbolic}.
 */
public final class CompiledTapeDerivatives implements DerivativeSource {
  private final ProgramCache programs = new ProgramCache();
  private final IdentityHashMap<StencilModel, Map<Grid, Recordings>> recordings =
      new IdentityHashMap<>();

  @Override
  public String name() {
    return "compiled-tape";
  }

  @Override
  public DifferentiatedSystem bind(
      OdeProblem problem, ComputeBackend backend, Workspace workspace) {
    ModelPrograms derived = programs.of(problem.model());
    ModelSparsity sparsity = programs.sparsity(problem.model(), problem.grid());
    return new HostSystem(
        problem,
        new CompiledTapeHostDerivatives(recordings(problem, sparsity), workspace),
        sparsity,
        derived.timeDerivative().isZero(),
        workspace);
  }

  private synchronized Recordings recordings(OdeProblem problem, ModelSparsity sparsity) {
    return recordings
        .computeIfAbsent(problem.model(), model -> new HashMap<>())
        .computeIfAbsent(problem.grid(), grid -> new Recordings(problem.model(), grid, sparsity));
  }

  /** How often models have been recorded by this object. */
  synchronized int recorded() {
    return recordings.values().stream()
        .flatMap(grids -> grids.values().stream())
        .mapToInt(Recordings::made)
        .sum();
  }
}
