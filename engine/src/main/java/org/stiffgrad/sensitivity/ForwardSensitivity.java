package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.SavedStates;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The forward sensitivity equations {@code S' = J S + f_p}, {@code S = du/dp}, for all parameters
 * in one solve with the state, and on request for all initial states too. It yields S itself at any
 * times, and from it the gradient of any loss.
 *
 * <p>One factorisation of the n x n iteration matrix in each step serves the state and all columns,
 * by solves with many right-hand sides. With {@code DENSE} products J is multiplied as a dense
 * matrix, as the benchmark document's augmented problem does; by default its nonzero entries are.
 * Every stage holds n times the number of directions, so that this method is for small problems;
 * {@link ForwardMode} computes the same in pieces. What the error norm does is described there.
 *
 * <p>Where the right-hand side jumps at a time that does not depend on parameters and states, S is
 * continuous.
 *
 * <p>Source: Caracotsios and Stewart, Sensitivity analysis of initial value problems, Computers and
 * Chemical Engineering 9 (1985).
 */
public final class ForwardSensitivity implements SensitivityMethod {
  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives and default options. */
  public ForwardSensitivity() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * With derivatives of the given source.
   *
   * @param options heeded: {@code initialStateGradient}, {@code errorNorm}, {@code products}
   */
  public ForwardSensitivity(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "forward-sensitivity";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    return TangentGradient.of(
        problem, objective, derivatives, options, Integer.MAX_VALUE, solverOptions, backend);
  }

  /**
   * The states and their derivatives at the given times.
   *
   * @param times ascending, within the problem's span
   * @throws IllegalArgumentException if they are not, or the backend's memory cannot hold the
   *     computation
   */
  public SensitivitySolution solve(
      OdeProblem problem, double[] times, SolverOptions solverOptions, ComputeBackend backend) {
    problem.span().requireAscendingWithin("output time", times);
    TangentDirections directions =
        new TangentDirections(problem, options.initialStateGradient(), Integer.MAX_VALUE);
    try (Workspace workspace = backend.newWorkspace()) {
      TangentSolver solver =
          new TangentSolver(
              problem, directions, derivatives, options, solverOptions, backend, workspace);
      SavedStates saved =
          new SavedStates(times, solver.initialValues(), problem.span().start(), workspace);
      Termination termination = solver.run(times[times.length - 1], saved);
      return new SensitivitySolution(
          problem,
          termination,
          solver.time(),
          times.clone(),
          saved.states(),
          new SensitivityStatistics(
              solver.statistics(), SolverStatistics.NONE, workspace.bytes(), Double.NaN));
    }
  }
}
