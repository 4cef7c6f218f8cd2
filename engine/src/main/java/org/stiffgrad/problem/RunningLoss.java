package org.stiffgrad.problem;

/** The integrand {@code g(t, u, p)} of a loss that is an integral over time; a pure function. */
public interface RunningLoss {
  /** {@code g(t, u, p)}. */
  double value(double t, double[] state, double[] parameters);

  /**
   * {@code dg/du}.
   *
   * @param result overwritten; the length of the state
   */
  void stateGradient(double t, double[] state, double[] parameters, double[] result);

  /**
   * Adds {@code factor dg/dp}; nothing for an integrand of the state alone.
   *
   * @param result added to; the length of the parameters
   */
  default void addParameterGradient(
      double t, double factor, double[] state, double[] parameters, double[] result) {}

  /** {@code g = sum over states z of (target - z)^2 / 2}. */
  static RunningLoss halfSquaredDistance(double target) {
    return new RunningLoss() {
      private final Objective point = Objective.halfSquaredDistance(target);

      @Override
      public double value(double t, double[] state, double[] parameters) {
        return point.value(0, state, parameters);
      }

      @Override
      public void stateGradient(double t, double[] state, double[] parameters, double[] result) {
        point.stateGradient(0, state, parameters, result);
      }
    };
  }
}
