package org.stiffgrad.sensitivity;

/**
 * The Gauss-Legendre rule on [0, 1]: the integral of g is close to {@code sum weight(i)
 * g(node(i))}, exactly equal for polynomials of degree {@code 2 points - 1}. Nodes are the roots of
 * the Legendre polynomial, found by Newton's method from Tricomi's approximations.
 */
final class GaussLegendre {
  private final double[] nodes;
  private final double[] weights;

  GaussLegendre(int points) {
    nodes = new double[points];
    weights = new double[points];
    for (int i = 0; i < points; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (points + 0.5));
      double[] p = legendre(points, x);
      for (int iteration = 0; iteration < 100 && Math.abs(p[0]) > 2 * Math.ulp(1.0); iteration++) {
        x -= p[0] / p[1];
        p = legendre(points, x);
      }
      nodes[i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * p[1] * p[1]);
    }
  }

  /** The Legendre polynomial of a degree and its derivative at x, by the three-term recurrence. */
  private static double[] legendre(int degree, double x) {
    double previous = 0;
    double current = 1;
    for (int k = 1; k <= degree; k++) {
      double next = ((2 * k - 1) * x * current - (k - 1) * previous) / k;
      previous = current;
      current = next;
    }
    return new double[] {current, degree * (x * current - previous) / (x * x - 1)};
  }

  int points() {
    return nodes.length;
  }

  double node(int i) {
    return nodes[i];
  }

  double weight(int i) {
    return weights[i];
  }

  /**
   * What {@code g(node(i))} is multiplied by in the coefficient of g that belongs to the normalised
   * Legendre polynomial of a degree below the number of points; zero is the sum for every g of
   * lower degree.
   */
  double coefficientWeight(int degree, int i) {
    return weights[i] * Math.sqrt(2 * degree + 1.0) * legendre(degree, 2 * nodes[i] - 1)[0];
  }
}
