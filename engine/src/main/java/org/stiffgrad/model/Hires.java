package org.stiffgrad.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HIRES: the high irradiance response of photomorphogenesis by phytochrome, a chemical reaction of
 * eight species,
 *
 * <pre>
 *   y1' = -k1 y1 + k2 y2 + k6 y3 + oks
 *   y2' =  k1 y1 - (k2 + k3) y2
 *   y3' = -(k6 + k1) y3 + k2 y4 + k5 y5
 *   y4' =  k3 y2 + k1 y3 - (k4 + k2) y4
 *   y5' = -(k5 + k1) y5 + k2 (y6 + y7)
 *   y6' = -k+ y6 y8 + k4 y4 + k1 y5 - k2 y6 + k- y7
 *   y7' =  k+ y6 y8 - (k2 + k- + k*) y7
 *   y8' = -y7',      y(0) = (1, 0, 0, 0, 0, 0, 0, 0.0057),
 * </pre>
 *
 * with {@code k1 = 1.71}, {@code k2 = 0.43}, {@code k3 = k6 = 8.32}, {@code k4 = k- = k* = 0.69},
 * {@code k5 = 0.035}, {@code k+ = 280} and {@code oks = 0.0007}. The sum of y7 and y8 is constant.
 *
 * <p>Source: E. Schaefer, A new approach to explain the high irradiance responses of
 * photomorphogenesis on the basis of phytochrome, J. Math. Biology 2 (1975) 41-56; Hairer and
 * Wanner II, section IV.10; the Test Set for IVP Solvers (Bari), problem HIRES.
 */
public final class Hires implements OdeModel {
  private static final List<String> PARAMETERS =
      List.of("k1", "k2", "k3", "k4", "k5", "k6", "k+", "k-", "k*", "oks");

  @Override
  public String name() {
    return "hires";
  }

  @Override
  public List<String> components() {
    return List.of("y1", "y2", "y3", "y4", "y5", "y6", "y7", "y8");
  }

  @Override
  public List<String> parameters() {
    return PARAMETERS;
  }

  @Override
  public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
    T k1 = v.parameter(0);
    T k2 = v.parameter(1);
    T k3 = v.parameter(2);
    T k4 = v.parameter(3);
    T k5 = v.parameter(4);
    T k6 = v.parameter(5);
    T minus = v.parameter(7);
    T bound = v.parameter(6).times(v.state(5)).times(v.state(7));
    T y1 = v.state(0);
    T y2 = v.state(1);
    T y3 = v.state(2);
    T y4 = v.state(3);
    T y5 = v.state(4);
    T y6 = v.state(5);
    T y7 = v.state(6);
    dudt[0] = k2.times(y2).plus(k6.times(y3)).plus(v.parameter(9)).minus(k1.times(y1));
    dudt[1] = k1.times(y1).minus(k2.plus(k3).times(y2));
    dudt[2] = k2.times(y4).plus(k5.times(y5)).minus(k6.plus(k1).times(y3));
    dudt[3] = k3.times(y2).plus(k1.times(y3)).minus(k4.plus(k2).times(y4));
    dudt[4] = k2.times(y6.plus(y7)).minus(k5.plus(k1).times(y5));
    dudt[5] =
        k4.times(y4).plus(k1.times(y5)).plus(minus.times(y7)).minus(k2.times(y6)).minus(bound);
    dudt[6] = bound.minus(k2.plus(minus).plus(v.parameter(8)).times(y7));
    dudt[7] = dudt[6].negate();
  }

  @Override
  public double initialValue(int component) {
    return switch (component) {
      case 0 -> 1;
      case 7 -> 0.0057;
      default -> 0;
    };
  }

  @Override
  public double parameterValue(int parameter) {
    return new double[] {1.71, 0.43, 8.32, 0.69, 0.035, 8.32, 280, 0.69, 0.69, 0.0007}[parameter];
  }

  @Override
  public @Nullable HandWrittenDerivatives handWritten(Grid grid) {
    return OdeCopies.of(this, new ByHand(), grid);
  }

  /**
   * Derivatives by hand. The right-hand side is linear in the parameters, {@code f_p dp = f(dp)},
   * and {@code k+ y6 y8} is its only nonlinear term.
   */
  private static final class ByHand implements HandWrittenDerivatives {
    private static final int ORDER = 8;

    @Override
    public void rightHandSide(double t, double[] y, double[] k, double[] result) {
      double bound = k[6] * y[5] * y[7];
      result[0] = -k[0] * y[0] + k[1] * y[1] + k[5] * y[2] + k[9];
      result[1] = k[0] * y[0] - (k[1] + k[2]) * y[1];
      result[2] = -(k[5] + k[0]) * y[2] + k[1] * y[3] + k[4] * y[4];
      result[3] = k[2] * y[1] + k[0] * y[2] - (k[3] + k[1]) * y[3];
      result[4] = -(k[4] + k[0]) * y[4] + k[1] * (y[5] + y[6]);
      result[5] = -bound + k[3] * y[3] + k[0] * y[4] - k[1] * y[5] + k[7] * y[6];
      result[6] = bound - (k[1] + k[7] + k[8]) * y[6];
      result[7] = -result[6];
    }

    private static void set(double[] matrix, int row, int column, double value) {
      matrix[row - 1 + ORDER * (column - 1)] = value;
    }

    @Override
    public void jacobian(double t, double[] y, double[] k, double[] result) {
      Arrays.fill(result, 0);
      double release = k[1] + k[7] + k[8];
      set(result, 1, 1, -k[0]);
      set(result, 1, 2, k[1]);
      set(result, 1, 3, k[5]);
      set(result, 2, 1, k[0]);
      set(result, 2, 2, -(k[1] + k[2]));
      set(result, 3, 3, -(k[5] + k[0]));
      set(result, 3, 4, k[1]);
      set(result, 3, 5, k[4]);
      set(result, 4, 2, k[2]);
      set(result, 4, 3, k[0]);
      set(result, 4, 4, -(k[3] + k[1]));
      set(result, 5, 5, -(k[4] + k[0]));
      set(result, 5, 6, k[1]);
      set(result, 5, 7, k[1]);
      set(result, 6, 4, k[3]);
      set(result, 6, 5, k[0]);
      set(result, 6, 6, -k[6] * y[7] - k[1]);
      set(result, 6, 7, k[7]);
      set(result, 6, 8, -k[6] * y[5]);
      set(result, 7, 6, k[6] * y[7]);
      set(result, 7, 7, -release);
      set(result, 7, 8, k[6] * y[5]);
      set(result, 8, 6, -k[6] * y[7]);
      set(result, 8, 7, release);
      set(result, 8, 8, -k[6] * y[5]);
    }

    /**
     * {@code w . f_p} for all parameters, but for oks, with the given values of the states and of
     * the product y6 y8.
     */
    private static void products(double[] y, double bound, double[] w, double[] result) {
      result[0] = y[0] * (w[1] - w[0]) + y[2] * (w[3] - w[2]) + y[4] * (w[5] - w[4]);
      result[1] =
          y[1] * (w[0] - w[1])
              + y[3] * (w[2] - w[3])
              + y[5] * (w[4] - w[5])
              + y[6] * (w[4] - w[6] + w[7]);
      result[2] = y[1] * (w[3] - w[1]);
      result[3] = y[3] * (w[5] - w[3]);
      result[4] = y[4] * (w[2] - w[4]);
      result[5] = y[2] * (w[0] - w[2]);
      result[6] = bound * (w[6] - w[5] - w[7]);
      result[7] = y[6] * (w[5] - w[6] + w[7]);
      result[8] = y[6] * (w[7] - w[6]);
    }

    @Override
    public void parameterVectorJacobianProduct(
        double t, double[] y, double[] k, double[] w, double[] result) {
      products(y, y[5] * y[7], w, result);
      result[9] = w[0];
    }

    @Override
    public void parameterJacobianVectorProduct(
        double t, double[] y, double[] k, double[] dk, double[] result) {
      rightHandSide(t, y, dk, result);
    }

    @Override
    public void secondOrderState(
        double t,
        double[] y,
        double[] k,
        double[] direction,
        double theta,
        double[] w,
        double[] result) {
      Arrays.fill(result, 0);
      double weight = k[6] * (w[6] - w[5] - w[7]);
      result[5] = weight * direction[7];
      result[7] = weight * direction[5];
    }

    @Override
    public void secondOrderParameters(
        double t,
        double[] y,
        double[] k,
        double[] direction,
        double theta,
        double[] w,
        double[] result) {
      products(direction, y[5] * direction[7] + direction[5] * y[7], w, result);
      result[9] = 0;
    }
  }
}
