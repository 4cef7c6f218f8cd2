package org.stiffgrad.model;

import java.util.Arrays;

/**
 * The Brusselator's right-hand side and derivatives written out as loops over the grid, in the
 * style of the benchmark document. It shares nothing with {@link Brusselator2d} but the equations
 * and is what the derived kernels are checked against.
 */
final class Brusselator2dByHand implements HandWrittenDerivatives {
  private final int n;
  private final int cells;
  private final double[] coordinate;
  private final double inverseSpacingSquared;

  Brusselator2dByHand(Grid grid) {
    n = grid.n();
    cells = grid.cells();
    coordinate = new double[n];
    for (int i = 0; i < n; i++) {
      coordinate[i] = i / (double) (n - 1);
    }
    inverseSpacingSquared = (double) (n - 1) * (n - 1);
  }

  private int below(int i) {
    return i == 0 ? n - 1 : i - 1;
  }

  private int above(int i) {
    return i == n - 1 ? 0 : i + 1;
  }

  private double forcing(double t, int i, int j) {
    double dx = coordinate[i] - 0.3;
    double dy = coordinate[j] - 0.6;
    return dx * dx + dy * dy <= 0.1 * 0.1 && t >= 1.1 ? 5 : 0;
  }

  /** The five-point Laplacian of the field that starts at {@code offset}. */
  private double laplacian(double[] u, int offset, int i, int j) {
    double neighbours =
        u[offset + below(i) + n * j]
            + u[offset + above(i) + n * j]
            + u[offset + i + n * below(j)]
            + u[offset + i + n * above(j)];
    return (neighbours - 4 * u[offset + i + n * j]) * inverseSpacingSquared;
  }

  @Override
  public void rightHandSide(double t, double[] state, double[] p, double[] result) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int c = i + n * j;
        double u = state[c];
        double v = state[cells + c];
        double a = p[c];
        double uuv = u * u * v;
        result[c] =
            p[2 * cells + c] * laplacian(state, 0, i, j)
                + p[cells + c]
                + uuv
                - (a + 1) * u
                + forcing(t, i, j);
        result[cells + c] = p[3 * cells + c] * laplacian(state, cells, i, j) + a * u - uuv;
      }
    }
  }

  @Override
  public void jacobian(double t, double[] state, double[] p, double[] result) {
    Arrays.fill(result, 0);
    int order = 2 * cells;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int c = i + n * j;
        double u = state[c];
        double v = state[cells + c];
        double a = p[c];
        diffusion(result, order, 0, i, j, p[2 * cells + c] * inverseSpacingSquared);
        diffusion(result, order, cells, i, j, p[3 * cells + c] * inverseSpacingSquared);
        result[c + order * c] += 2 * u * v - (a + 1);
        result[c + order * (cells + c)] += u * u;
        result[cells + c + order * c] += a - 2 * u * v;
        result[cells + c + order * (cells + c)] -= u * u;
      }
    }
  }

  private void diffusion(double[] jacobian, int order, int offset, int i, int j, double d) {
    int row = offset + i + n * j;
    jacobian[row + order * (offset + below(i) + n * j)] += d;
    jacobian[row + order * (offset + above(i) + n * j)] += d;
    jacobian[row + order * (offset + i + n * below(j))] += d;
    jacobian[row + order * (offset + i + n * above(j))] += d;
    jacobian[row + order * row] -= 4 * d;
  }

  @Override
  public VectorJacobianProduct vectorJacobianProduct() {
    return this::vectorJacobianProduct;
  }

  private void vectorJacobianProduct(
      double t, double[] state, double[] p, double[] w, double[] result) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int c = i + n * j;
        double u = state[c];
        double v = state[cells + c];
        /* The reaction moves A u - u^2 v from the first to the second component. */
        double moved = w[cells + c] - w[c];
        result[c] =
            transposedDiffusion(p, 2 * cells, w, 0, i, j) + (p[c] - 2 * u * v) * moved - w[c];
        result[cells + c] = transposedDiffusion(p, 3 * cells, w, cells, i, j) - u * u * moved;
      }
    }
  }

  /** The transpose of {@code alpha Lap} applied to w: the Laplacian of the products alpha w. */
  private double transposedDiffusion(double[] p, int alpha, double[] w, int offset, int i, int j) {
    int west = below(i) + n * j;
    int east = above(i) + n * j;
    int south = i + n * below(j);
    int north = i + n * above(j);
    int here = i + n * j;
    double neighbours =
        p[alpha + west] * w[offset + west]
            + p[alpha + east] * w[offset + east]
            + p[alpha + south] * w[offset + south]
            + p[alpha + north] * w[offset + north];
    return (neighbours - 4 * p[alpha + here] * w[offset + here]) * inverseSpacingSquared;
  }

  @Override
  public void parameterVectorJacobianProduct(
      double t, double[] state, double[] p, double[] w, double[] result) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int c = i + n * j;
        result[c] = state[c] * (w[cells + c] - w[c]);
        result[cells + c] = w[c];
        result[2 * cells + c] = laplacian(state, 0, i, j) * w[c];
        result[3 * cells + c] = laplacian(state, cells, i, j) * w[cells + c];
      }
    }
  }

  @Override
  public void parameterJacobianVectorProduct(
      double t, double[] state, double[] p, double[] dp, double[] result) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int c = i + n * j;
        result[c] =
            dp[cells + c] - dp[c] * state[c] + dp[2 * cells + c] * laplacian(state, 0, i, j);
        result[cells + c] = dp[c] * state[c] + dp[3 * cells + c] * laplacian(state, cells, i, j);
      }
    }
  }

  @Override
  public void secondOrderState(
      double t, double[] state, double[] p, double[] k, double theta, double[] w, double[] result) {
    for (int c = 0; c < cells; c++) {
      double u = state[c];
      double v = state[cells + c];
      double ku = k[c];
      double kv = k[cells + c];
      /* Only u^2 v is nonlinear; it enters u' and v' with opposite signs. */
      double weight = w[c] - w[cells + c];
      result[c] = weight * (2 * v * ku + 2 * u * kv);
      result[cells + c] = weight * 2 * u * ku;
    }
  }

  @Override
  public void secondOrderParameters(
      double t, double[] state, double[] p, double[] k, double theta, double[] w, double[] result) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int c = i + n * j;
        result[c] = k[c] * (w[cells + c] - w[c]);
        result[cells + c] = 0;
        result[2 * cells + c] = laplacian(k, 0, i, j) * w[c];
        result[3 * cells + c] = laplacian(k, cells, i, j) * w[cells + c];
      }
    }
  }
}
