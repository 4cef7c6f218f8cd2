package org.stiffgrad.integrate;

/**
 * The proportional-integral controller of Gustafsson (1991) with the benchmark document's
 * constants:
 *
 * <pre>
 *   q = E^(7/(10 k)) / Eold^(2/(5 k)) / 0.9,   h_new = h / clamp(q, 1/10, 5),
 *   unchanged where 1 &lt;= q &lt;= 1.2;   Eold = max(E, 1e-4)
 * </pre>
 *
 * after an accepted step of a method of order k, and {@code h / min(5, E^(7/(10 k)) / 0.9)} after a
 * rejected one.
 */
public final class PiController implements StepController {
  private static final double SAFETY = 0.9;
  private static final double LARGEST_GROWTH = 10;
  private static final double LARGEST_SHRINKAGE = 5;
  private static final double LARGEST_UNCHANGED = 1.2;
  private static final double SMALLEST_REMEMBERED_ERROR = 1e-4;

  private final double proportional;
  private final double integral;
  private double previousError = SMALLEST_REMEMBERED_ERROR;

  /**
   * @param order the order k of the method
   */
  public PiController(int order) {
    proportional = 7.0 / (10 * order);
    integral = 2.0 / (5 * order);
  }

  @Override
  public double afterAccepted(double h, double error) {
    double q = Math.pow(error, proportional) / Math.pow(previousError, integral) / SAFETY;
    previousError = Math.max(error, SMALLEST_REMEMBERED_ERROR);
    if (q >= 1 && q <= LARGEST_UNCHANGED) {
      return h;
    }
    return h / Math.clamp(q, 1 / LARGEST_GROWTH, LARGEST_SHRINKAGE);
  }

  @Override
  public double afterRejected(double h, double error) {
    return h / Math.min(LARGEST_SHRINKAGE, Math.pow(error, proportional) / SAFETY);
  }

  @Override
  public void reset() {
    previousError = SMALLEST_REMEMBERED_ERROR;
  }
}
