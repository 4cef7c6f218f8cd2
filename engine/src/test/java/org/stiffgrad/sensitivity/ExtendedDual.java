package org.stiffgrad.sensitivity;

import org.stiffgrad.model.Scalar;

/** A number of extended precision with its derivative in one direction. */
record ExtendedDual(ExtendedReal value, ExtendedReal slope) implements Scalar<ExtendedDual> {
  static ExtendedDual constant(ExtendedReal value) {
    return new ExtendedDual(value, ExtendedReal.ZERO);
  }

  /** A function's value, and its derivative there times the slope of this number. */
  private ExtendedDual chain(ExtendedReal function, ExtendedReal derivative) {
    return new ExtendedDual(function, derivative.times(slope));
  }

  @Override
  public ExtendedDual constant(double number) {
    return constant(ExtendedReal.of(number));
  }

  @Override
  public ExtendedDual plus(ExtendedDual b) {
    return new ExtendedDual(value.plus(b.value), slope.plus(b.slope));
  }

  @Override
  public ExtendedDual minus(ExtendedDual b) {
    return new ExtendedDual(value.minus(b.value), slope.minus(b.slope));
  }

  @Override
  public ExtendedDual times(ExtendedDual b) {
    return new ExtendedDual(value.times(b.value), slope.times(b.value).plus(value.times(b.slope)));
  }

  @Override
  public ExtendedDual dividedBy(ExtendedDual b) {
    ExtendedReal quotient = value.dividedBy(b.value);
    return new ExtendedDual(quotient, slope.minus(quotient.times(b.slope)).dividedBy(b.value));
  }

  @Override
  public ExtendedDual negate() {
    return new ExtendedDual(value.negate(), slope.negate());
  }

  @Override
  public ExtendedDual sqrt() {
    ExtendedReal root = value.sqrt();
    return chain(root, ExtendedReal.ONE.dividedBy(root.times(2)));
  }

  @Override
  public ExtendedDual exp() {
    ExtendedReal e = value.exp();
    return chain(e, e);
  }

  @Override
  public ExtendedDual log() {
    return chain(value.log(), ExtendedReal.ONE.dividedBy(value));
  }

  @Override
  public ExtendedDual sin() {
    return chain(value.sin(), value.cos());
  }

  @Override
  public ExtendedDual cos() {
    return chain(value.cos(), value.sin().negate());
  }

  @Override
  public ExtendedDual tanh() {
    ExtendedReal tanh = value.tanh();
    return chain(tanh, ExtendedReal.ONE.minus(tanh.square()));
  }

  @Override
  public ExtendedDual pow(double exponent) {
    return chain(value.pow(exponent), value.pow(exponent - 1).times(exponent));
  }

  @Override
  public ExtendedDual ifAtMost(ExtendedDual bound, ExtendedDual then, ExtendedDual otherwise) {
    ExtendedReal one = ExtendedReal.ONE;
    return value.ifAtMost(bound.value, one, ExtendedReal.ZERO).equals(one) ? then : otherwise;
  }
}
