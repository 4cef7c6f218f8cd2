package org.stiffgrad.integrate;

import org.jspecify.annotations.Nullable;
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
 * @param stepTimes where each step of the state ends, ascending, or null to control the step sizes
 * @param stops times at which a step of the state ends, ascending
 */
public record SolverOptions(
    Tableau method,
    LinearSolver linearSolver,
    double abstol,
    double reltol,
    int maxSteps,
    double @Nullable [] stepTimes,
    double[] stops) {
  private static final int DEFAULT_MAX_STEPS = 100_000;

  public SolverOptions {
    requireTolerance("absolute", abstol);
    requireTolerance("relative", reltol);
    stepTimes = stepTimes == null ? null : stepTimes.clone();
    stops = stops.clone();
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
    return new SolverOptions(
        Tableaus.RODAS5, new DenseLu(), 1e-5, 1e-7, DEFAULT_MAX_STEPS, null, new double[0]);
  }

  /** The same with another method. */
  public SolverOptions withMethod(Tableau other) {
    return new SolverOptions(other, linearSolver, abstol, reltol, maxSteps, stepTimes, stops);
  }

  /** The same with another linear solver. */
  public SolverOptions withLinearSolver(LinearSolver other) {
    return new SolverOptions(method, other, abstol, reltol, maxSteps, stepTimes, stops);
  }

  /** The same with other tolerances. */
  public SolverOptions withTolerances(double absolute, double relative) {
    return new SolverOptions(method, linearSolver, absolute, relative, maxSteps, stepTimes, stops);
  }

  /** The same with another limit on the number of steps. */
  public SolverOptions withMaxSteps(int steps) {
    return new SolverOptions(method, linearSolver, abstol, reltol, steps, stepTimes, stops);
  }

  /**
   * The same with prescribed steps: the state is integrated in steps that end at exactly these
   * times, whatever their errors, which makes the solution a smooth function of its data. Adjoint
   * equations still control their own steps.
   *
   * @param times ascending, after the initial time, every jump of the right-hand side among them,
   *     up to at least the end of the integration
   */
  public SolverOptions withStepTimes(double... times) {
    return new SolverOptions(method, linearSolver, abstol, reltol, maxSteps, times, stops);
  }

  /**
   * The same with stops: the state is integrated in steps of which some end at exactly these times,
   * where it then has the accuracy of a step's end rather than that of the continuous extension.
   *
   * @param times ascending; those outside the integration, those within a thousandth of it of
   *     another one, of its ends or of a jump, and all of them with prescribed steps have no effect
   */
  public SolverOptions withStops(double... times) {
    return new SolverOptions(method, linearSolver, abstol, reltol, maxSteps, stepTimes, times);
  }
}
