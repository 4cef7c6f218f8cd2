package org.stiffgrad.problem;

import org.jspecify.annotations.Nullable;

/**
 * A loss of a solution: point values, an integral over the time span, or both,
 *
 * <pre>
 *   G = sum over k of g_k(u(t_k), p) + integral of g(t, u(t), p) dt.
 * </pre>
 *
 * <p>Implementations are pure functions. States and parameters are host arrays in the layout of
 * {@link OdeProblem}.
 */
public interface Objective {
  /** The loss times {@code t_k}, ascending; equal times are allowed. */
  double[] times();

  /** {@code g_k(u, p)}. */
  double value(int k, double[] state, double[] parameters);

  /**
   * {@code dg_k/du}.
   *
   * @param result overwritten; the length of the state
   */
  void stateGradient(int k, double[] state, double[] parameters, double[] result);

  /**
   * Adds {@code dg_k/dp}; nothing for a loss of the state alone.
   *
   * @param result added to; the length of the parameters
   */
  default void addParameterGradient(int k, double[] state, double[] parameters, double[] result) {}

  /** The integrand {@code g}, or null for a loss of point values alone. */
  default @Nullable RunningLoss integrand() {
    return null;
  }

  /**
   * {@code G = sum over k and states z of (target - z(t_k))^2 / 2}.
   *
   * @param target what every state is compared with
   */
  static Objective halfSquaredDistance(double target, double... times) {
    return new HalfSquaredDistance(target, times);
  }

  /**
   * {@code G = sum over k and states i of w_ki (d_ki - u_i(t_k))^2 / 2}.
   *
   * @param times the times {@code t_k} of the observations, ascending
   * @param data one row {@code d_k} for each time, of the length of the state
   * @param weights one row of weights for each time, not negative
   */
  static Objective weightedLeastSquares(double[] times, double[][] data, double[][] weights) {
    return new WeightedLeastSquares(times, data, weights);
  }

  /** {@code G = integral of g(t, u(t), p) dt} over the time span. */
  static Objective integral(RunningLoss integrand) {
    return new IntegralLoss(integrand);
  }

  /** The sum of two losses, of which at most one has an integral. */
  static Objective sum(Objective first, Objective second) {
    return new SumOfLosses(first, second);
  }

  /** The last time that the loss depends on. */
  default double end(TimeSpan span) {
    double[] times = times();
    return integrand() != null ? span.end() : times[times.length - 1];
  }

  /**
   * Checks the loss times against a time span.
   *
   * @throws IllegalArgumentException if there are neither loss times nor an integral, or the times
   *     are not ascending, or one lies outside the span
   */
  default void requireTimesWithin(TimeSpan span) {
    if (integrand() == null || times().length > 0) {
      span.requireAscendingWithin("loss time", times());
    }
  }
}
