package org.stiffgrad.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Robertson's autocatalytic reaction, the standard example of a very stiff system,
 *
 * <pre>
 *   y1' = -k1 y1 + k3 y2 y3
 *   y2' =  k1 y1 - k3 y2 y3 - k2 y2^2
 *   y3' =                     k2 y2^2,      y(0) = (1, 0, 0)
 * </pre>
 *
 * with {@code k1 = 0.04}, {@code k2 = 3e7}, {@code k3 = 1e4}. The sum of the states is constant.
 *
 * <p>Source: H. H. Robertson, The solution of a set of reaction rate equations, in: Numerical
 * Analysis, an Introduction (1966) 178-182; in this form Hairer and Wanner II, section IV.1, and
 * the Test Set for IVP Solvers (Bari), problem ROBER.
 */
public final class Robertson implements OdeModel {
  @Override
  public String name() {
    return "robertson";
  }

  @Override
  public List<String> components() {
    return List.of("y1", "y2", "y3");
  }

  @Override
  public List<String> parameters() {
    return List.of("k1", "k2", "k3");
  }

  @Override
  public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
    T decay = v.parameter(0).times(v.state(0));
    T growth = v.parameter(1).times(v.state(1).square());
    T back = v.parameter(2).times(v.state(1)).times(v.state(2));
    dudt[0] = back.minus(decay);
    dudt[1] = decay.minus(back).minus(growth);
    dudt[2] = growth;
  }

  @Override
  public double initialValue(int component) {
    return component == 0 ? 1 : 0;
  }

  @Override
  public double parameterValue(int parameter) {
    return switch (parameter) {
      case 0 -> 0.04;
      case 1 -> 3e7;
      default -> 1e4;
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
    public void rightHandSide(double t, double[] y, double[] k, double[] result) {
      double decay = k[0] * y[0];
      double growth = k[1] * y[1] * y[1];
      double back = k[2] * y[1] * y[2];
      result[0] = back - decay;
      result[1] = decay - back - growth;
      result[2] = growth;
    }

    @Override
    public void jacobian(double t, double[] y, double[] k, double[] result) {
      double growth = 2 * k[1] * y[1];
      result[0] = -k[0];
      result[1] = k[0];
      result[2] = 0;
      result[3] = k[2] * y[2];
      result[4] = -k[2] * y[2] - growth;
      result[5] = growth;
      result[6] = k[2] * y[1];
      result[7] = -k[2] * y[1];
      result[8] = 0;
    }

    @Override
    public void parameterVectorJacobianProduct(
        double t, double[] y, double[] k, double[] w, double[] result) {
      result[0] = y[0] * (w[1] - w[0]);
      result[1] = y[1] * y[1] * (w[2] - w[1]);
      result[2] = y[1] * y[2] * (w[0] - w[1]);
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
      double growth = 2 * k[1] * (w[2] - w[1]);
      double back = k[2] * (w[0] - w[1]);
      result[0] = 0;
      result[1] = growth * direction[1] + back * direction[2];
      result[2] = back * direction[1];
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
      result[0] = direction[0] * (w[1] - w[0]);
      result[1] = 2 * y[1] * direction[1] * (w[2] - w[1]);
      result[2] = (direction[1] * y[2] + y[1] * direction[2]) * (w[0] - w[1]);
    }
  }
}
