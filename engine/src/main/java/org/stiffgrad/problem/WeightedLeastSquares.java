package org.stiffgrad.problem;

import java.util.Arrays;

/** {@code G = sum over k and states i of w_ki (d_ki - u_i(t_k))^2 / 2}. */
record WeightedLeastSquares(double[] times, double[][] data, double[][] weights)
    implements Objective {
  WeightedLeastSquares {
    times = times.clone();
    data = copy("data", data, times.length, Double.NEGATIVE_INFINITY);
    weights = copy("weights", weights, times.length, 0);
  }

  private static double[][] copy(String what, double[][] rows, int expected, double least) {
    if (rows.length != expected) {
      throw new IllegalArgumentException(
          "There are %d rows of %s for %d loss times; expected one row for each time."
              .formatted(rows.length, what, expected));
    }
    double[][] copy = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    for (int k = 0; k < expected; k++) {
      for (int i = 0; i < copy[k].length; i++) {
        double value = copy[k][i];
        if (!Double.isFinite(value) || value < least) {
          throw new IllegalArgumentException(
              "Number %d of row %d (counted from 1) of the %s is %s; expected a finite number%s."
                  .formatted(i + 1, k + 1, what, value, least == 0 ? " of at least 0" : ""));
        }
      }
    }
    return copy;
  }

  private void requireLength(int k, double[] state) {
    if (data[k].length != state.length || weights[k].length != state.length) {
      throw new IllegalArgumentException(
          "Row %d (counted from 1) has %d data and %d weights, but the state has %d numbers."
              .formatted(k + 1, data[k].length, weights[k].length, state.length));
    }
  }

  @Override
  public double[] times() {
    return times.clone();
  }

  @Override
  public double value(int k, double[] state, double[] parameters) {
    requireLength(k, state);
    double sum = 0;
    for (int i = 0; i < state.length; i++) {
      double distance = data[k][i] - state[i];
      sum += weights[k][i] * distance * distance;
    }
    return sum / 2;
  }

  @Override
  public void stateGradient(int k, double[] state, double[] parameters, double[] result) {
    requireLength(k, state);
    for (int i = 0; i < state.length; i++) {
      result[i] = weights[k][i] * (state[i] - data[k][i]);
    }
  }
}
