package org.stiffgrad.integrate;

import org.stiffgrad.linear.DenseLu;
import org.stiffgrad.linear.LinearSolver;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/**
 * How a problem is integrated.
 *
 * @param method the one-step method
 * @param linearSolver how an implicit method solves with W
 * @param abstol absolute error tolerance per step, positive
 * @param reltol relative error tolerance per step, positive
 * @param maxSteps the most steps, accepted and rejected together, that one pass may take
 */
public record SolverOptions(
    Tableau method, LinearSolver linearSolver, double abstol, double reltol, int maxSteps) {
  private static final int DEFAULT_MAX_STEPS = 100_000;

  public SolverOptions {
    requireTolerance("absolute", abstol);
    requireTolerance("relative", reltol);
    if (maxSteps < 1) {
      throw new IllegalArgumentException(
          "The maximum number of steps is " + maxSteps + "; expected at least 1.");
    }
  }

  private static void requireTolerance(String kind, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "The %s tolerance is %s; expected a positive finite number.".formatted(kind, value));
    }
  }

  /** Rodas5 with dense LU at abstol 1e-5 and reltol 1e-7, the benchmark document's choice. */
  public static SolverOptions defaults() {
    return new SolverOptions(Tableaus.RODAS5, new DenseLu(), 1e-5, 1e-7, DEFAULT_MAX_STEPS);
  }

  /** The same with another method. */
  public SolverOptions withMethod(Tableau other) {
    return new SolverOptions(other, linearSolver, abstol, reltol, maxSteps);
  }

  /** The same with other tolerances. */
  public SolverOptions withTolerances(double absolute, double relative) {
    return new SolverOptions(method, linearSolver, absolute, relative, maxSteps);
  }

  /** The same with another limit on the number of steps. */
  public SolverOptions withMaxSteps(int steps) {
    return new SolverOptions(method, linearSolver, abstol, reltol, steps);
  }
}
