package org.stiffgrad.bench;

import java.util.Arrays;

/** Norms and order statistics of vectors. */
final class Norms {
  private Norms() {}

  /** The Euclidean norm, without overflow or underflow on the way. */
  static double euclidean(double[] x) {
    double largest = Arrays.stream(x).map(Math::abs).max().orElse(0);
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (double value : x) {
      sum += (value / largest) * (value / largest);
    }
    return largest * Math.sqrt(sum);
  }

  /** {@code |x - reference| / |reference|} in the Euclidean norm. */
  static double relativeError(double[] x, double[] reference) {
    double[] difference = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      difference[i] = x[i] - reference[i];
    }
    return euclidean(difference) / euclidean(reference);
  }

  static double median(double[] x) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
