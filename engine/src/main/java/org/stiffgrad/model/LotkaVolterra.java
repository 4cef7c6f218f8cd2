package org.stiffgrad.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predators y and their prey x,
 *
 * <pre>
 *   x' =  a x - b x y
 *   y' = -c y + d x y,      x(0) = y(0) = 1,   (a, b, c, d) = (1.5, 1, 3, 1).
 * </pre>
 *
 * The system is not stiff, its solutions are periodic, and {@code d x - c log x + b y - a log y} is
 * constant along them.
 *
 * <p>Source: A. J. Lotka, Elements of Physical Biology (1925); V. Volterra, Variazioni e
 * fluttuazioni del numero d'individui in specie animali conviventi (1926). The values are those of
 * the SciML benchmarks.
 */
public final class LotkaVolterra implements OdeModel {
  @Override
  public String name() {
    return "lotka-volterra";
  }

  @Override
  public List<String> components() {
    return List.of("x", "y");
  }

  @Override
  public List<String> parameters() {
    return List.of("a", "b", "c", "d");
  }

  @Override
  public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
    T x = v.state(0);
    T y = v.state(1);
    T met = x.times(y);
    dudt[0] = v.parameter(0).times(x).minus(v.parameter(1).times(met));
    dudt[1] = v.parameter(3).times(met).minus(v.parameter(2).times(y));
  }

  @Override
  public double initialValue(int component) {
    return 1;
  }

  @Override
  public double parameterValue(int parameter) {
    return switch (parameter) {
      case 0 -> 1.5;
      case 2 -> 3;
      default -> 1;
    };
  }

  @Override
  public @Nullable HandWrittenDerivatives handWritten(Grid grid) {
    return OdeCopies.of(this, new ByHand(), grid);
  }

  /**
   * Derivatives by hand. The right-hand side is linear in the parameters: {@code f_p dp = f(dp)}.
   */
  private static final class ByHand implements HandWrittenDerivatives {
    @Override
    public void rightHandSide(double t, double[] u, double[] p, double[] result) {
      double met = u[0] * u[1];
      result[0] = p[0] * u[0] - p[1] * met;
      result[1] = p[3] * met - p[2] * u[1];
    }

    @Override
    public void jacobian(double t, double[] u, double[] p, double[] result) {
      result[0] = p[0] - p[1] * u[1];
      result[1] = p[3] * u[1];
      result[2] = -p[1] * u[0];
      result[3] = p[3] * u[0] - p[2];
    }

    @Override
    public void parameterVectorJacobianProduct(
        double t, double[] u, double[] p, double[] w, double[] result) {
      double met = u[0] * u[1];
      result[0] = u[0] * w[0];
      result[1] = -met * w[0];
      result[2] = -u[1] * w[1];
      result[3] = met * w[1];
    }

    @Override
    public void parameterJacobianVectorProduct(
        double t, double[] u, double[] p, double[] dp, double[] result) {
      rightHandSide(t, u, dp, result);
    }

    @Override
    public void secondOrderState(
        double t, double[] u, double[] p, double[] k, double theta, double[] w, double[] result) {
      double weight = p[3] * w[1] - p[1] * w[0];
      result[0] = weight * k[1];
      result[1] = weight * k[0];
    }

    @Override
    public void secondOrderParameters(
        double t, double[] u, double[] p, double[] k, double theta, double[] w, double[] result) {
      double met = u[0] * k[1] + k[0] * u[1];
      result[0] = k[0] * w[0];
      result[1] = -met * w[0];
      result[2] = -k[1] * w[1];
      result[3] = met * w[1];
    }
  }
}
