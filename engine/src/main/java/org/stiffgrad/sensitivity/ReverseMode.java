package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The exact gradient of the discrete solution: every accepted step of the solver is reversed, its
 * size a constant, with the continuous extension at loss times and at the Gauss points of an
 * integral (see {@link org.stiffgrad.integrate.StepReversal}). Each step costs as many solves with
 * W^T as it took with W, and no factorisation if the factors were kept.
 *
 * <p>Where the steps do not fit the memory budget, the factors are dropped first; then states are
 * kept before some of the steps only, and the others are taken again, in the order of a binomial
 * schedule ({@link BinomialSchedule}), with the same times and hence the same numbers: the gradient
 * does not depend on what is kept. The budget is for the states, stages and factors of the steps.
 *
 * <p>Source: Griewank and Walther, Evaluating Derivatives (2008), chapters 3 and 12; Sandu, Daescu
 * and Carmichael, Direct and adjoint sensitivity analysis of chemical kinetic systems with KPP,
 * Atmospheric Environment 37 (2003), for Rosenbrock methods.
 */
public final class ReverseMode implements SensitivityMethod {
  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives, keeping everything. */
  public ReverseMode() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * With derivatives of the given source.
   *
   * @param options heeded: {@code keepFactors} and {@code memoryBudget}
   */
  public ReverseMode(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "reverse-mode";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    objective.requireTimesWithin(problem.span());
    try (Workspace workspace = backend.newWorkspace();
        ReversePass pass =
            new ReversePass(
                problem, objective, derivatives, options, solverOptions, backend, workspace)) {
      return pass.gradient();
    }
  }
}
