package org.stiffgrad.bench.jmh;

import java.util.Random;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;

/** Operands of kernels, the same in every run, and comparisons of results. */
final class Data {
  /** The unit roundoff of a double. */
  static final double ROUNDOFF = Math.ulp(1.0) / 2;

  private Data() {}

  /** Numbers that are uniform in [-1, 1). */
  static double[] signed(int length, long seed) {
    return new Random(seed).doubles(length, -1, 1).toArray();
  }

  /** Numbers that are uniform in [0.5, 1.5). */
  static double[] positive(int length, long seed) {
    return new Random(seed).doubles(length, 0.5, 1.5).toArray();
  }

  /** The reference backend. */
  static ComputeBackend reference() {
    return Backends.open("scalar");
  }

  static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The largest difference of two vectors, relative to the largest element of the second. */
  static double difference(double[] x, double[] reference) {
    double largest = 0;
    for (int i = 0; i < reference.length; i++) {
      largest = Math.max(largest, Math.abs(x[i] - reference[i]));
    }
    return largest / largest(reference);
  }

  /** {@code y = A x} for a column-major matrix of so many rows. */
  static double[] product(double[] a, int rows, double[] x) {
    double[] y = new double[rows];
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < rows; i++) {
        y[i] += a[i + j * rows] * x[j];
      }
    }
    return y;
  }

  /** {@code y = |A| |x|}, likewise. */
  static double[] absoluteProduct(double[] a, int rows, double[] x) {
    double[] y = new double[rows];
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < rows; i++) {
        y[i] += Math.abs(a[i + j * rows] * x[j]);
      }
    }
    return y;
  }
}
