package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.stiffgrad.integrate.IncompleteSolutionException;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.OdeProblem;

/**
 * The states of a problem at the times that were asked for, with their derivatives. The numbers can
 * be read only after a {@link Termination#SUCCESS}.
 */
public final class SensitivitySolution {
  private final Termination termination;
  private final double reachedTime;
  private final double[] times;
  private final SensitivityStatistics statistics;
  private final int stateLength;
  private final int parameterLength;

  /** For each time u, du/dp and perhaps du/du0, column by column. */
  private final double[][] values;

  SensitivitySolution(
      OdeProblem problem,
      Termination termination,
      double reachedTime,
      double[] times,
      double[][] values,
      SensitivityStatistics statistics) {
    boolean finite =
        Arrays.stream(values).allMatch(row -> Arrays.stream(row).allMatch(Double::isFinite));
    this.termination =
        termination == Termination.SUCCESS && !finite ? Termination.NON_FINITE_STATE : termination;
    this.reachedTime = reachedTime;
    this.times = times;
    this.values = values;
    this.statistics = statistics;
    stateLength = problem.stateLength();
    parameterLength = problem.parameterLength();
  }

  /** How the integration ended. */
  public Termination termination() {
    return termination;
  }

  /** The time it reached. */
  public double reachedTime() {
    return reachedTime;
  }

  /** The times of the states. */
  public double[] times() {
    return times.clone();
  }

  /** What it took. */
  public SensitivityStatistics statistics() {
    return statistics;
  }

  /** The state at {@code times()[k]}. */
  public double[] state(int k) {
    return columns(k, 0, 1);
  }

  /**
   * du/dp at {@code times()[k]}: one column for each parameter, column by column, each of the
   * length of the state.
   */
  public double[] parameterSensitivity(int k) {
    return columns(k, 1, 1 + parameterLength);
  }

  /** du/du0 at {@code times()[k]}: one column for each initial state, likewise. */
  public double[] initialStateSensitivity(int k) {
    return columns(k, 1 + parameterLength, 1 + parameterLength + stateLength);
  }

  private double[] columns(int k, int first, int end) {
    if (termination != Termination.SUCCESS) {
      throw new IncompleteSolutionException(
          termination,
          "The integration ended at t = %s. %s".formatted(reachedTime, termination.advice()));
    }
    if (values[k].length < end * stateLength) {
      throw new IllegalStateException(
          "du/du0 was not computed: this method gives it only when it is asked to.");
    }
    return Arrays.copyOfRange(values[k], first * stateLength, end * stateLength);
  }
}
