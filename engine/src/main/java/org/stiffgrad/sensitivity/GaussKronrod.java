package org.stiffgrad.sensitivity;

/**
 * The Gauss-Kronrod pair on [0, 1]: a Gauss-Legendre rule of n points and its extension to 2n + 1
 * points, exact for polynomials of degree {@code 3n + 1}, whose difference estimates the error.
 *
 * <p>The recurrence coefficients of the Kronrod extension come from Laurie's algorithm (Calculation
 * of Gauss-Kronrod quadrature rules, Math. Comp. 66 (1997), 1133-1145). The n + 1 added nodes
 * interlace with the Gauss nodes and are found by bisection; with monic polynomials {@code p_k} of
 * that recurrence, weights are {@code b_0 b_1 ... b_2n / (p'_{2n+1}(x) p_2n(x))}.
 */
final class GaussKronrod {
  private final double[] nodes;
  private final double[] kronrodWeights;
  private final double[] gaussWeights;

  /**
   * @param gaussPoints the number n of Gauss points, at least 1
   */
  GaussKronrod(int gaussPoints) {
    int n = gaussPoints;
    double[] b = recurrence(n);
    GaussLegendre gauss = new GaussLegendre(n);
    nodes = new double[2 * n + 1];
    kronrodWeights = new double[2 * n + 1];
    gaussWeights = new double[2 * n + 1];
    for (int i = 0; i < nodes.length; i++) {
      double x;
      if (i % 2 == 1) {
        x = 2 * gauss.node(i / 2) - 1;
        gaussWeights[i] = gauss.weight(i / 2);
      } else {
        double low = i == 0 ? -1 : 2 * gauss.node(i / 2 - 1) - 1;
        double high = i == 2 * n ? 1 : 2 * gauss.node(i / 2) - 1;
        x = addedNode(b, low, high, (2 * n - i) / 2 % 2 == 0);
      }
      nodes[i] = (1 + x) / 2;
      kronrodWeights[i] = weight(b, x) / 2;
    }
  }

  /**
   * The coefficients b_k of {@code p_{k+1} = x p_k - b_k p_{k-1}}, k = 0 .. 2n; those that multiply
   * p_k vanish because the weight function is even.
   */
  private static double[] recurrence(int n) {
    double[] b = new double[2 * n + 1];
    b[0] = 2;
    for (int k = 1; k <= (3 * n + 1) / 2; k++) {
      b[k] = 1 / (4 - 1.0 / ((double) k * k));
    }
    double[] s = new double[n / 2 + 2];
    double[] t = new double[n / 2 + 2];
    t[1] = b[n + 1];
    for (int m = 0; m <= n - 2; m++) {
      double sum = 0;
      for (int k = (m + 1) / 2; k >= 0; k--) {
        sum += b[k + n + 1] * s[k] - b[m - k] * s[k + 1];
        s[k + 1] = sum;
      }
      double[] former = s;
      s = t;
      t = former;
    }
    for (int j = n / 2; j >= 0; j--) {
      s[j + 1] = s[j];
    }
    for (int m = n - 1; m <= 2 * n - 3; m++) {
      double sum = 0;
      int j = 0;
      for (int k = m + 1 - n; k <= (m - 1) / 2; k++) {
        j = n - 1 - (m - k);
        sum += -b[k + n + 1] * s[j + 1] + b[m - k] * s[j + 2];
        s[j + 1] = sum;
      }
      if (m % 2 == 1) {
        b[(m + 1) / 2 + n + 1] = s[j + 1] / s[j + 2];
      }
      double[] former = s;
      s = t;
      t = former;
    }
    return b;
  }

  /** {@code p_degree(x)} and, in the second place, {@code p_{degree-1}(x)}. */
  private static double[] polynomials(double[] b, int degree, double x) {
    double previous = 0;
    double current = 1;
    for (int k = 0; k < degree; k++) {
      double next = x * current - b[k] * previous;
      previous = current;
      current = next;
    }
    return new double[] {current, previous};
  }

  /**
   * The zero of the Stieltjes polynomial {@code p_{2n+1} / p_n} between two neighbouring Gauss
   * nodes or ends.
   *
   * @param positiveAbove whether the polynomial is positive just above this zero; its signs
   *     alternate downwards from +1
   */
  private static double addedNode(double[] b, double low, double high, boolean positiveAbove) {
    double left = low;
    double right = high;
    double middle = (left + right) / 2;
    while (middle > left && middle < right) {
      if (stieltjesIsPositive(b, b.length / 2, middle) == positiveAbove) {
        right = middle;
      } else {
        left = middle;
      }
      middle = (left + right) / 2;
    }
    return middle;
  }

  private static boolean stieltjesIsPositive(double[] b, int n, double x) {
    return polynomials(b, 2 * n + 1, x)[0] * polynomials(b, n, x)[0] > 0;
  }

  private static double weight(double[] b, double x) {
    double previous = 0;
    double current = 1;
    double previousSlope = 0;
    double slope = 0;
    double product = 1;
    for (double coefficient : b) {
      double next = x * current - coefficient * previous;
      double nextSlope = current + x * slope - coefficient * previousSlope;
      previous = current;
      current = next;
      previousSlope = slope;
      slope = nextSlope;
      product *= coefficient;
    }
    return product / (slope * previous);
  }

  int points() {
    return nodes.length;
  }

  double node(int i) {
    return nodes[i];
  }

  double kronrodWeight(int i) {
    return kronrodWeights[i];
  }

  /** The weight in the Gauss rule, zero for the points that the extension added. */
  double gaussWeight(int i) {
    return gaussWeights[i];
  }
}
