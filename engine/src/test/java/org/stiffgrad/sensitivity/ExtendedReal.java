package org.stiffgrad.sensitivity;

import org.stiffgrad.model.Scalar;

/**
 * A real number as the unevaluated sum of two doubles, about 31 digits. Source of the algorithms:
 * T. J. Dekker, A floating-point technique for extending the available precision, Numerische
 * Mathematik 18 (1971), with fused multiply-add for exact products.
 */
record ExtendedReal(double high, double low) implements Scalar<ExtendedReal> {
  static final ExtendedReal ZERO = of(0);
  static final ExtendedReal ONE = of(1);

  private static final ExtendedReal LN_2 =
      new ExtendedReal(6.931471805599452862e-01, 2.319046813846299558e-17);
  private static final ExtendedReal HALF_PI =
      new ExtendedReal(1.570796326794896558e+00, 6.123233995736766036e-17);

  /** Terms below this share of the sum do not change it. */
  private static final double NEGLIGIBLE = 1e-34;

  static ExtendedReal of(double value) {
    return new ExtendedReal(value, 0);
  }

  /** {@code a + b} exactly, for {@code |a| >= |b|} or a = 0. */
  private static ExtendedReal ordered(double a, double b) {
    double sum = a + b;
    return new ExtendedReal(sum, b - (sum - a));
  }

  /** {@code a + b} exactly. */
  private static ExtendedReal exactSum(double a, double b) {
    double sum = a + b;
    double share = sum - a;
    return new ExtendedReal(sum, (a - (sum - share)) + (b - share));
  }

  private static ExtendedReal exactProduct(double a, double b) {
    double product = a * b;
    return new ExtendedReal(product, Math.fma(a, b, -product));
  }

  @Override
  public ExtendedReal constant(double value) {
    return of(value);
  }

  @Override
  public ExtendedReal plus(ExtendedReal b) {
    ExtendedReal highs = exactSum(high, b.high);
    ExtendedReal lows = exactSum(low, b.low);
    ExtendedReal sum = ordered(highs.high, highs.low + lows.high);
    return ordered(sum.high, sum.low + lows.low);
  }

  @Override
  public ExtendedReal minus(ExtendedReal b) {
    return plus(b.negate());
  }

  @Override
  public ExtendedReal times(ExtendedReal b) {
    ExtendedReal product = exactProduct(high, b.high);
    return ordered(product.high, product.low + (high * b.low + low * b.high));
  }

  @Override
  public ExtendedReal dividedBy(ExtendedReal b) {
    double first = high / b.high;
    ExtendedReal rest = minus(b.times(first));
    double second = rest.high / b.high;
    rest = rest.minus(b.times(second));
    double third = rest.high / b.high;
    return ordered(first, second).plus(third);
  }

  @Override
  public ExtendedReal negate() {
    return new ExtendedReal(-high, -low);
  }

  @Override
  public ExtendedReal sqrt() {
    if (high == 0) {
      return ZERO;
    }
    ExtendedReal root = of(Math.sqrt(high));
    for (int i = 0; i < 2; i++) {
      root = root.plus(dividedBy(root)).times(0.5);
    }
    return root;
  }

  @Override
  public ExtendedReal exp() {
    int halvings = 10;
    double powerOfTwo = Math.rint(high / LN_2.high);
    ExtendedReal x = minus(LN_2.times(powerOfTwo)).times(Math.scalb(1.0, -halvings));
    ExtendedReal result = series(x, ONE, 1, 1);
    for (int i = 0; i < halvings; i++) {
      result = result.square();
    }
    return result.times(Math.scalb(1.0, (int) powerOfTwo));
  }

  /**
   * The sum of terms from {@code first} on, each {@code x / (m ... (m + step - 1))} times the last.
   */
  private static ExtendedReal series(ExtendedReal x, ExtendedReal first, int m, int step) {
    ExtendedReal sum = first;
    ExtendedReal term = first;
    int index = m;
    while (Math.abs(term.high) > NEGLIGIBLE * Math.abs(sum.high)) {
      double divisor = step == 1 ? index : index * (index + 1.0);
      term = term.times(x).dividedBy(divisor);
      sum = sum.plus(term);
      index += step;
    }
    return sum;
  }

  @Override
  public ExtendedReal log() {
    ExtendedReal y = of(Math.log(high));
    for (int i = 0; i < 2; i++) {
      y = y.plus(times(y.negate().exp())).minus(1);
    }
    return y;
  }

  @Override
  public ExtendedReal sin() {
    long quarter = Math.round(high / HALF_PI.high);
    return minus(HALF_PI.times(quarter)).sinOfRest(Math.floorMod(quarter, 4));
  }

  @Override
  public ExtendedReal cos() {
    long quarter = Math.round(high / HALF_PI.high);
    return minus(HALF_PI.times(quarter)).sinOfRest(Math.floorMod(quarter + 1, 4));
  }

  /** {@code sin(this + quarter pi/2)}, this at most {@code pi/4} in magnitude. */
  private ExtendedReal sinOfRest(int quarter) {
    ExtendedReal minusSquare = square().negate();
    ExtendedReal value =
        quarter % 2 == 0 ? series(minusSquare, this, 2, 2) : series(minusSquare, ONE, 1, 2);
    return quarter < 2 ? value : value.negate();
  }

  @Override
  public ExtendedReal tanh() {
    ExtendedReal square = times(2).exp();
    return square.minus(1).dividedBy(square.plus(1));
  }

  @Override
  public ExtendedReal pow(double exponent) {
    if (exponent == Math.rint(exponent) && Math.abs(exponent) <= 64) {
      ExtendedReal power = ONE;
      for (int i = 0; i < Math.abs(exponent); i++) {
        power = power.times(this);
      }
      return exponent < 0 ? ONE.dividedBy(power) : power;
    }
    return high == 0 && exponent > 0 ? ZERO : log().times(exponent).exp();
  }

  @Override
  public ExtendedReal ifAtMost(ExtendedReal bound, ExtendedReal then, ExtendedReal otherwise) {
    return high < bound.high || (high == bound.high && low <= bound.low) ? then : otherwise;
  }
}
