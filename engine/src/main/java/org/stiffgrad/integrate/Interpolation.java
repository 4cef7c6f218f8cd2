package org.stiffgrad.integrate;

import org.stiffgrad.tableau.Tableau;

/** The polynomials of a step's continuous extension in {@code T = (t - t_0)/(t_1 - t_0)}. */
final class Interpolation {
  private Interpolation() {}

  /** T, exactly 0 and 1 at the ends of the step. */
  static double fraction(double t, double start, double end) {
    if (t == start) {
      return 0;
    }
    return t == end ? 1 : (t - start) / (end - start);
  }

  /** The weights of u_0, u_1, r_0, r_1, ...: {@code 1-T, T, T(1-T), T^2(1-T), ...}. */
  static void weights(double theta, double[] result) {
    result[0] = 1 - theta;
    result[1] = theta;
    double power = theta;
    for (int j = 2; j < result.length; j++) {
      result[j] = power * (1 - theta);
      power *= theta;
    }
  }

  /** The weights of u_0, u_1, k_0, k_1, ... at a time within a step. */
  static void stageWeights(Tableau tableau, double t, double start, double end, double[] result) {
    double theta = fraction(t, start, end);
    double scale = tableau.stageScale(end - start) * theta * (1 - theta);
    result[0] = 1 - theta;
    result[1] = theta;
    for (int i = 0; i < tableau.stages(); i++) {
      double sum = 0;
      for (int j = tableau.interpolationRows() - 1; j >= 0; j--) {
        sum = sum * theta + tableau.interpolation(j, i);
      }
      result[2 + i] = scale * sum;
    }
  }

  /** The derivatives of the weights with respect to T. */
  static void derivativeWeights(double theta, double[] result) {
    result[0] = -1;
    result[1] = 1;
    double power = 1;
    for (int j = 2; j < result.length; j++) {
      int m = j - 1;
      result[j] = power * (m - (m + 1) * theta);
      power *= theta;
    }
  }
}
