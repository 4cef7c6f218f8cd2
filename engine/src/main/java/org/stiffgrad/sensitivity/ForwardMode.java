package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * Forward-mode differentiation of the solver, some directions at a time: every solve computes the
 * exact derivatives of its own numerical solution, the step sizes taken as constants, in up to
 * {@code chunk} directions. The loss is that of the first solve.
 *
 * <p>Each solve controls its own steps. With {@code PARTIALS} in the error norm its derivatives
 * count as the states do. With {@code VALUES} the steps are those of a plain solve, the same for
 * every chunk, and nothing bounds the error of the derivatives: it is small where they are as
 * smooth as the solution, and can be many times the tolerance where they vary faster, as in a
 * transient that the state itself does not show.
 *
 * <p>The cost is one factorisation, and one solve with all columns for each stage, in each step and
 * chunk, and so grows with the number of parameters. It is the method of the benchmark document's
 * {@code ForwardDiff} rows.
 */
public final class ForwardMode implements SensitivityMethod {
  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives and default options. */
  public ForwardMode() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * With derivatives of the given source.
   *
   * @param options heeded: {@code initialStateGradient}, {@code chunk}, {@code errorNorm}, {@code
   *     products}
   */
  public ForwardMode(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "forward-mode";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    return TangentGradient.of(
        problem, objective, derivatives, options, options.chunk(), solverOptions, backend);
  }
}
