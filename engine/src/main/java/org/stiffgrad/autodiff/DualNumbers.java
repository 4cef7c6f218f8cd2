package org.stiffgrad.autodiff;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.stiffgrad.model.Scalar;

/**
 * Numbers with their partial derivatives in a few directions, one number for each of several cells:
 * forward differentiation of a formula in all these cells at once. Every operation is a loop over
 * the cells, so that what an operation costs beside its arithmetic is shared by them.
 *
 * <p>Numbers without partials are constants; all others of one computation have equally many.
 */
final class DualNumbers implements Scalar<DualNumbers> {
  private static final double[] NONE = {};

  /* One value for each cell, or a single value for all cells of a constant. */
  private final double[] values;
  /* The partial in direction d in cell i at [d * cells + i]. */
  private final double[] partials;

  private DualNumbers(double[] values, double[] partials) {
    this.values = values;
    this.partials = partials;
  }

  /** A constant that is the same in all cells. */
  static DualNumbers ofConstant(double value) {
    return new DualNumbers(new double[] {value}, NONE);
  }

  /**
   * A constant of each cell.
   *
   * @param values kept, not copied; must not change any more
   */
  static DualNumbers ofConstants(double[] values) {
    return new DualNumbers(values, NONE);
  }

  /**
   * Numbers with given partials.
   *
   * @param values one for each cell; kept, not copied; must not change any more
   * @param partials the partial in direction d in cell i at {@code [d * cells + i]}; likewise
   */
  static DualNumbers of(double[] values, double[] partials) {
    return new DualNumbers(values, partials);
  }

  /** The value in a cell. */
  double value(int cell) {
    return at(values, cell);
  }

  /** The partials as {@link #of} takes them, or an array of length 0 if all are zero. */
  double[] partials() {
    return partials;
  }

  private boolean isConstant() {
    return partials.length == 0;
  }

  private static double at(double[] x, int cell) {
    return x.length == 1 ? x[0] : x[cell];
  }

  /** One number for each cell. */
  private static double[] spread(double[] x, int cells) {
    if (x.length == cells) {
      return x;
    }
    double[] result = new double[cells];
    Arrays.fill(result, x[0]);
    return result;
  }

  /** {@code a x}, with a factor for each cell or a single one. */
  private static double[] scaled(double[] a, double[] x) {
    double[] result = new double[x.length];
    int cells = a.length;
    if (cells == 1) {
      double factor = a[0];
      for (int k = 0; k < x.length; k++) {
        result[k] = factor * x[k];
      }
      return result;
    }
    for (int start = 0; start < x.length; start += cells) {
      for (int i = 0; i < cells; i++) {
        result[start + i] = a[i] * x[start + i];
      }
    }
    return result;
  }

  /** {@code a x + b y}, with factors for each cell or a single one. */
  private static double[] combined(double[] a, double[] x, double[] b, double[] y) {
    if (x.length == 0) {
      return y.length == 0 ? NONE : scaled(b, y);
    }
    if (y.length == 0) {
      return scaled(a, x);
    }
    double[] result = new double[x.length];
    int cells = a.length;
    for (int start = 0; start < x.length; start += cells) {
      for (int i = 0; i < cells; i++) {
        result[start + i] = a[i] * x[start + i] + b[i] * y[start + i];
      }
    }
    return result;
  }

  private static double[] sum(double[] x, double[] y) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = x[k] + y[k];
    }
    return result;
  }

  private static double[] difference(double[] x, double[] y) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = x[k] - y[k];
    }
    return result;
  }

  private static double[] product(double[] x, double[] y) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = x[k] * y[k];
    }
    return result;
  }

  private static double[] quotient(double[] x, double[] y) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = x[k] / y[k];
    }
    return result;
  }

  private static double[] scaled(double factor, double[] x) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = factor * x[k];
    }
    return result;
  }

  private double[] valuesBeside(DualNumbers other) {
    return spread(values, Math.max(values.length, other.values.length));
  }

  /** A function of these numbers, of which the slope is computed only where it is needed. */
  private DualNumbers mapped(DoubleUnaryOperator function, DoubleBinaryOperator slope) {
    double[] results = new double[values.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = function.applyAsDouble(values[i]);
    }
    if (isConstant()) {
      return ofConstants(results);
    }
    double[] slopes = new double[values.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = slope.applyAsDouble(values[i], results[i]);
    }
    return new DualNumbers(results, scaled(slopes, partials));
  }

  @Override
  public DualNumbers constant(double number) {
    return ofConstant(number);
  }

  @Override
  public DualNumbers plus(DualNumbers addend) {
    double[] sums = sum(valuesBeside(addend), addend.valuesBeside(this));
    if (isConstant()) {
      return new DualNumbers(sums, addend.partials);
    }
    return new DualNumbers(sums, addend.isConstant() ? partials : sum(partials, addend.partials));
  }

  @Override
  public DualNumbers minus(DualNumbers subtrahend) {
    double[] differences = difference(valuesBeside(subtrahend), subtrahend.valuesBeside(this));
    if (subtrahend.isConstant()) {
      return new DualNumbers(differences, partials);
    }
    return new DualNumbers(
        differences,
        isConstant() ? scaled(-1, subtrahend.partials) : difference(partials, subtrahend.partials));
  }

  @Override
  public DualNumbers times(DualNumbers factor) {
    double[] a = valuesBeside(factor);
    double[] b = factor.valuesBeside(this);
    return new DualNumbers(
        product(a, b), combined(factor.values, partials, values, factor.partials));
  }

  @Override
  public DualNumbers dividedBy(DualNumbers divisor) {
    double[] b = divisor.valuesBeside(this);
    double[] quotients = quotient(valuesBeside(divisor), b);
    if (isConstant() && divisor.isConstant()) {
      return ofConstants(quotients);
    }
    double[] inverses = DualNumbers.quotient(spread(new double[] {1}, b.length), b);
    double[] slopes = scaled(-1, product(quotients, inverses));
    return new DualNumbers(quotients, combined(inverses, partials, slopes, divisor.partials));
  }

  @Override
  public DualNumbers plus(double addend) {
    double[] sums = new double[values.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = values[i] + addend;
    }
    return new DualNumbers(sums, partials);
  }

  @Override
  public DualNumbers minus(double subtrahend) {
    return plus(-subtrahend);
  }

  @Override
  public DualNumbers times(double factor) {
    return new DualNumbers(scaled(factor, values), isConstant() ? NONE : scaled(factor, partials));
  }

  @Override
  public DualNumbers dividedBy(double divisor) {
    return dividedBy(ofConstant(divisor));
  }

  @Override
  public DualNumbers square() {
    double[] squares = product(values, values);
    return isConstant()
        ? ofConstants(squares)
        : new DualNumbers(squares, scaled(scaled(2, values), partials));
  }

  @Override
  public DualNumbers negate() {
    return times(-1);
  }

  @Override
  public DualNumbers sqrt() {
    return mapped(Math::sqrt, (x, root) -> 0.5 / root);
  }

  @Override
  public DualNumbers exp() {
    return mapped(Math::exp, (x, power) -> power);
  }

  @Override
  public DualNumbers log() {
    return mapped(Math::log, (x, logarithm) -> 1 / x);
  }

  @Override
  public DualNumbers sin() {
    return mapped(Math::sin, (x, sine) -> Math.cos(x));
  }

  @Override
  public DualNumbers cos() {
    return mapped(Math::cos, (x, cosine) -> -Math.sin(x));
  }

  @Override
  public DualNumbers tanh() {
    return mapped(Math::tanh, (x, tangent) -> 1 - tangent * tangent);
  }

  @Override
  public DualNumbers pow(double exponent) {
    return exponent == 0
        ? ofConstant(1)
        : mapped(x -> Math.pow(x, exponent), (x, power) -> exponent * Math.pow(x, exponent - 1));
  }

  @Override
  public DualNumbers ifAtMost(DualNumbers bound, DualNumbers then, DualNumbers otherwise) {
    if (values.length == 1 && bound.values.length == 1) {
      return values[0] <= bound.values[0] ? then : otherwise;
    }
    int cells = Math.max(values.length, bound.values.length);
    boolean[] holds = new boolean[cells];
    for (int i = 0; i < cells; i++) {
      holds[i] = value(i) <= bound.value(i);
    }
    double[] chosen = new double[cells];
    select(holds, spread(then.values, cells), spread(otherwise.values, cells), chosen);
    double[] chosenPartials = new double[Math.max(then.partials.length, otherwise.partials.length)];
    select(
        holds,
        then.partialsOr(chosenPartials),
        otherwise.partialsOr(chosenPartials),
        chosenPartials);
    return new DualNumbers(chosen, chosenPartials);
  }

  /** The partials, or zeros, which are not changed before they are read. */
  private double[] partialsOr(double[] zeros) {
    return isConstant() ? zeros : partials;
  }

  /** {@code result[k] = holds[k mod cells] ? x[k] : y[k]}. */
  private static void select(boolean[] holds, double[] x, double[] y, double[] result) {
    for (int start = 0; start < result.length; start += holds.length) {
      for (int i = 0; i < holds.length; i++) {
        result[start + i] = holds[i] ? x[start + i] : y[start + i];
      }
    }
  }
}
