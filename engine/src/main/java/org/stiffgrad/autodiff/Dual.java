package org.stiffgrad.autodiff;

import org.stiffgrad.model.Scalar;

/**
 * A number with its partial derivatives in a few directions: forward differentiation. A number
 * without partials is a constant; all others of one computation have equally many.
 */
final class Dual implements Scalar<Dual> {
  private static final double[] NONE = {};

  private final double value;
  private final double[] partials;

  private Dual(double value, double[] partials) {
    this.value = value;
    this.partials = partials;
  }

  /** A number that depends on no direction. */
  static Dual ofConstant(double value) {
    return new Dual(value, NONE);
  }

  /**
   * A number with given partials.
   *
   * @param partials kept, not copied; must not change any more
   */
  static Dual of(double value, double[] partials) {
    return new Dual(value, partials);
  }

  double value() {
    return value;
  }

  /** The derivative in a direction. */
  double partial(int direction) {
    return partials.length == 0 ? 0 : partials[direction];
  }

  private Dual mapped(double result, double slope) {
    return new Dual(result, scaled(slope, partials));
  }

  private static double[] scaled(double factor, double[] x) {
    if (x.length == 0) {
      return x;
    }
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = factor * x[i];
    }
    return result;
  }

  /** {@code a x + b y}. */
  private static double[] combined(double a, double[] x, double b, double[] y) {
    if (x.length == 0) {
      return scaled(b, y);
    }
    if (y.length == 0) {
      return scaled(a, x);
    }
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = a * x[i] + b * y[i];
    }
    return result;
  }

  @Override
  public Dual constant(double number) {
    return ofConstant(number);
  }

  @Override
  public Dual plus(Dual addend) {
    return new Dual(value + addend.value, sum(partials, addend.partials));
  }

  private static double[] sum(double[] x, double[] y) {
    if (x.length == 0) {
      return y;
    }
    if (y.length == 0) {
      return x;
    }
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = x[i] + y[i];
    }
    return result;
  }

  @Override
  public Dual minus(Dual subtrahend) {
    double[] difference =
        subtrahend.partials.length == 0 ? partials : combined(1, partials, -1, subtrahend.partials);
    return new Dual(value - subtrahend.value, difference);
  }

  @Override
  public Dual times(Dual factor) {
    return new Dual(value * factor.value, combined(factor.value, partials, value, factor.partials));
  }

  @Override
  public Dual dividedBy(Dual divisor) {
    double quotient = value / divisor.value;
    return new Dual(
        quotient,
        combined(1 / divisor.value, partials, -quotient / divisor.value, divisor.partials));
  }

  @Override
  public Dual plus(double addend) {
    return new Dual(value + addend, partials);
  }

  @Override
  public Dual minus(double subtrahend) {
    return new Dual(value - subtrahend, partials);
  }

  @Override
  public Dual times(double factor) {
    return mapped(value * factor, factor);
  }

  @Override
  public Dual dividedBy(double divisor) {
    return mapped(value / divisor, 1 / divisor);
  }

  @Override
  public Dual square() {
    return mapped(value * value, 2 * value);
  }

  @Override
  public Dual negate() {
    return mapped(-value, -1);
  }

  @Override
  public Dual sqrt() {
    double root = Math.sqrt(value);
    return mapped(root, 0.5 / root);
  }

  @Override
  public Dual exp() {
    double power = Math.exp(value);
    return mapped(power, power);
  }

  @Override
  public Dual log() {
    return mapped(Math.log(value), 1 / value);
  }

  @Override
  public Dual sin() {
    return partials.length == 0
        ? ofConstant(Math.sin(value))
        : mapped(Math.sin(value), Math.cos(value));
  }

  @Override
  public Dual cos() {
    return partials.length == 0
        ? ofConstant(Math.cos(value))
        : mapped(Math.cos(value), -Math.sin(value));
  }

  @Override
  public Dual tanh() {
    double tangent = Math.tanh(value);
    return mapped(tangent, 1 - tangent * tangent);
  }

  @Override
  public Dual pow(double exponent) {
    double power = Math.pow(value, exponent);
    return partials.length == 0 || exponent == 0
        ? ofConstant(power)
        : mapped(power, exponent * Math.pow(value, exponent - 1));
  }

  @Override
  public Dual ifAtMost(Dual bound, Dual then, Dual otherwise) {
    return value <= bound.value ? then : otherwise;
  }
}
