package org.stiffgrad.autodiff;

import java.util.Arrays;

/**
 * A difference in time of second order, {@code sum_i weights_i f(t + offsets_i h) / h}, whose times
 * all lie on the side of each jump of f on which t lies; f is right-continuous at a jump.
 *
 * @param h the step
 * @param offsets in steps, ascending
 * @param weights one for each offset
 */
record TimeDifference(double h, double[] offsets, double[] weights) {
  private static final double[][] OFFSETS = {{-1, 1}, {0, 1, 2}, {-2, -1, 0}};
  private static final double[][] WEIGHTS = {{-0.5, 0.5}, {-1.5, 2, -0.5}, {0.5, -2, 1.5}};

  /**
   * The central difference if it meets no jump, else one from one side, with shorter steps where
   * jumps leave no room.
   */
  static TimeDifference at(double t, double largestStep, double[] jumps) {
    for (double h = largestStep; ; h /= 2) {
      for (int k = 0; k < OFFSETS.length; k++) {
        TimeDifference difference = new TimeDifference(h, OFFSETS[k], WEIGHTS[k]);
        double first = difference.time(t, 0);
        double last = difference.time(t, OFFSETS[k].length - 1);
        if (Arrays.stream(jumps).noneMatch(jump -> first < jump && jump <= last)) {
          return difference;
        }
      }
    }
  }

  int points() {
    return offsets.length;
  }

  double time(double t, int point) {
    return t + offsets[point] * h;
  }

  /** The factor of f at a point. */
  double factor(int point) {
    return weights[point] / h;
  }
}
