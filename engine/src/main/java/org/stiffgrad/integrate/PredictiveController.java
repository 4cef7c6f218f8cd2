package org.stiffgrad.integrate;

/**
 * The predictive controller of Gustafsson (1994) as in Hairer and Wanner, Solving Ordinary
 * Differential Equations II, section IV.8: for a method of order k, after an accepted step
 *
 * <pre>
 *   q = max(E, (h_old / h)^k E^2 / E_old)^(1/k) / 0.9,   h_new = h / clamp(q, 1/6, 5),
 *   unchanged where 1/1.2 &lt;= q &lt;= 1;   E_old = max(E, 1/100)
 * </pre>
 *
 * where the second argument of the maximum supposes that the coefficient of the error goes on
 * changing as it did in the last step, and {@code h / min(5, E^(1/k) / 0.9)} after a rejected step.
 */
public final class PredictiveController implements StepController {
  private static final double SAFETY = 0.9;
  private static final double LARGEST_GROWTH = 6;
  private static final double LARGEST_SHRINKAGE = 5;
  private static final double LARGEST_UNUSED_GROWTH = 1.2;
  private static final double SMALLEST_REMEMBERED_ERROR = 1e-2;

  private final double exponent;
  private double previousStep;
  private double previousError;

  /**
   * @param order the order k of the method
   */
  public PredictiveController(int order) {
    exponent = 1.0 / order;
    reset();
  }

  @Override
  public double afterAccepted(double h, double error) {
    double present = Math.pow(error, exponent);
    double predicted = previousStep / h * Math.pow(error * error / previousError, exponent);
    previousStep = h;
    previousError = Math.max(error, SMALLEST_REMEMBERED_ERROR);
    double q = Math.max(present, predicted) / SAFETY;
    if (q >= 1 / LARGEST_UNUSED_GROWTH && q <= 1) {
      return h;
    }
    return h / Math.clamp(q, 1 / LARGEST_GROWTH, LARGEST_SHRINKAGE);
  }

  @Override
  public double afterRejected(double h, double error) {
    return h / Math.min(LARGEST_SHRINKAGE, Math.pow(error, exponent) / SAFETY);
  }

  /* A former step of no length predicts nothing, so that the present error alone decides. */
  @Override
  public void reset() {
    previousStep = 0;
    previousError = 1;
  }
}
