package org.stiffgrad.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Van der Pol's oscillator in the scaling whose period does not grow with its stiffness,
 *
 * <pre>
 *   y1' = y2
 *   y2' = ((1 - y1^2) y2 - y1) / epsilon,      y(0) = (2, 0),   epsilon = 1e-6.
 * </pre>
 *
 * <p>Source: Hairer and Wanner II, equation IV.(1.5'), their test set's problem VDPOL, and the Test
 * Set for IVP Solvers (Bari), problem VDPOL. There {@code epsilon} is {@code 1 / mu^2} of {@code
 * z'' = mu (1 - z^2) z' - z}.
 */
public final class VanDerPol implements OdeModel {
  @Override
  public String name() {
    return "van-der-pol";
  }

  @Override
  public List<String> components() {
    return List.of("y1", "y2");
  }

  @Override
  public List<String> parameters() {
    return List.of("epsilon");
  }

  @Override
  public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
    T y1 = v.state(0);
    T y2 = v.state(1);
    dudt[0] = y2;
    dudt[1] = v.constant(1).minus(y1.square()).times(y2).minus(y1).dividedBy(v.parameter(0));
  }

  @Override
  public double initialValue(int component) {
    return component == 0 ? 2 : 0;
  }

  @Override
  public double parameterValue(int parameter) {
    return 1e-6;
  }

  @Override
  public @Nullable HandWrittenDerivatives handWritten(Grid grid) {
    return OdeCopies.of(this, new ByHand(), grid);
  }

  /** Derivatives by hand, with {@code g = (1 - y1^2) y2 - y1}. */
  private static final class ByHand implements HandWrittenDerivatives {
    private static double g(double[] y) {
      return (1 - y[0] * y[0]) * y[1] - y[0];
    }

    /** The derivative of g in a direction. */
    private static double g(double[] y, double[] direction) {
      return -(2 * y[0] * y[1] + 1) * direction[0] + (1 - y[0] * y[0]) * direction[1];
    }

    @Override
    public void rightHandSide(double t, double[] y, double[] p, double[] result) {
      result[0] = y[1];
      result[1] = g(y) / p[0];
    }

    @Override
    public void jacobian(double t, double[] y, double[] p, double[] result) {
      result[0] = 0;
      result[1] = -(2 * y[0] * y[1] + 1) / p[0];
      result[2] = 1;
      result[3] = (1 - y[0] * y[0]) / p[0];
    }

    @Override
    public void parameterVectorJacobianProduct(
        double t, double[] y, double[] p, double[] w, double[] result) {
      result[0] = -w[1] * g(y) / (p[0] * p[0]);
    }

    @Override
    public void parameterJacobianVectorProduct(
        double t, double[] y, double[] p, double[] dp, double[] result) {
      result[0] = 0;
      result[1] = -dp[0] * g(y) / (p[0] * p[0]);
    }

    @Override
    public void secondOrderState(
        double t, double[] y, double[] p, double[] k, double theta, double[] w, double[] result) {
      double weight = -2 * w[1] / p[0];
      result[0] = weight * (y[1] * k[0] + y[0] * k[1]);
      result[1] = weight * y[0] * k[0];
    }

    @Override
    public void secondOrderParameters(
        double t, double[] y, double[] p, double[] k, double theta, double[] w, double[] result) {
      result[0] = -w[1] * g(y, k) / (p[0] * p[0]);
    }
  }
}
