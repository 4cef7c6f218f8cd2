package org.stiffgrad.problem;

/**
 * A loss of point values of a solution, {@code G = sum over k of g_k(u(t_k), p)}.
 *
 * <p>Implementations are pure functions. States and parameters are host arrays in the layout of
 * {@link OdeProblem}.
 */
public interface Objective {
  /** The loss times {@code t_k}, strictly ascending. */
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

  /** {@code G = sum over k and states z of (target - z(t_k))^2 / 2}. */
  static Objective halfSquaredDistance(double target, double... times) {
    return new HalfSquaredDistance(target, times);
  }

  /**
   * Checks the loss times against a time span.
   *
   * @throws IllegalArgumentException if there are none, or they are not strictly ascending, or one
   *     lies outside the span
   */
  default void requireTimesWithin(TimeSpan span) {
    span.requireAscendingWithin("loss time", times());
  }
}
