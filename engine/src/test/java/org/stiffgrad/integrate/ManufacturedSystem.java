package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;

/**
 * A nonlinear, non-autonomous system with a known solution:
 *
 * <pre>
 *   y' = 2 y cos 2t + (z - sin 2t) y,          y = exp(sin 2t)
 *   z' = 2 cos 2t - (z - sin 2t) (4 + y),      z = sin 2t
 * </pre>
 */
class ManufacturedSystem implements OdeSystem {
  private final double[] u = new double[2];
  private final double[] out = new double[2];
  private double j00;
  private double j01;
  private double j10;
  private double j11;
  private double shift;

  static double[] exact(double t) {
    return new double[] {Math.exp(Math.sin(2 * t)), Math.sin(2 * t)};
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public void rightHandSide(double t, Buffer state, Buffer result) {
    state.read(u);
    double deviation = u[1] - Math.sin(2 * t);
    out[0] = 2 * u[0] * Math.cos(2 * t) + deviation * u[0];
    out[1] = 2 * Math.cos(2 * t) - deviation * (4 + u[0]);
    result.write(out);
  }

  @Override
  public boolean isAutonomous() {
    return false;
  }

  @Override
  public void timeDerivative(double t, Buffer state, Buffer result) {
    state.read(u);
    out[0] = -4 * u[0] * Math.sin(2 * t) - 2 * Math.cos(2 * t) * u[0];
    out[1] = -4 * Math.sin(2 * t) + 2 * Math.cos(2 * t) * (4 + u[0]);
    result.write(out);
  }

  @Override
  public void linearize(double t, Buffer state) {
    state.read(u);
    double deviation = u[1] - Math.sin(2 * t);
    j00 = 2 * Math.cos(2 * t) + deviation;
    j01 = u[0];
    j10 = -deviation;
    j11 = -(4 + u[0]);
  }

  @Override
  public boolean factor(double newShift) {
    shift = newShift;
    return true;
  }

  @Override
  public void solve(Buffer b, Buffer x) {
    b.read(u);
    double a = shift - j00;
    double d = shift - j11;
    double determinant = a * d - j01 * j10;
    out[0] = (d * u[0] + j01 * u[1]) / determinant;
    out[1] = (j10 * u[0] + a * u[1]) / determinant;
    x.write(out);
  }
}
