package org.stiffgrad.autodiff.tape;

import org.stiffgrad.model.Scalar;

/** A number on a {@link Tape}; arithmetic with it is recorded there. */
public final class TapeNumber implements Scalar<TapeNumber> {
  private final Tape tape;
  private final int place;

  TapeNumber(Tape tape, int place) {
    this.tape = tape;
    this.place = place;
  }

  int place() {
    return place;
  }

  public double value() {
    return tape.value(place);
  }

  @Override
  public TapeNumber constant(double value) {
    return tape.constant(value);
  }

  @Override
  public TapeNumber plus(TapeNumber b) {
    return tape.binary(value() + b.value(), place, 1, b.place, 1);
  }

  @Override
  public TapeNumber minus(TapeNumber b) {
    return tape.binary(value() - b.value(), place, 1, b.place, -1);
  }

  @Override
  public TapeNumber times(TapeNumber b) {
    return tape.binary(value() * b.value(), place, b.value(), b.place, value());
  }

  @Override
  public TapeNumber dividedBy(TapeNumber b) {
    double quotient = value() / b.value();
    return tape.binary(quotient, place, 1 / b.value(), b.place, -quotient / b.value());
  }

  @Override
  public TapeNumber negate() {
    return tape.unary(-value(), place, -1);
  }

  @Override
  public TapeNumber sqrt() {
    double root = Math.sqrt(value());
    return tape.unary(root, place, 0.5 / root);
  }

  @Override
  public TapeNumber exp() {
    double power = Math.exp(value());
    return tape.unary(power, place, power);
  }

  @Override
  public TapeNumber log() {
    return tape.unary(Math.log(value()), place, 1 / value());
  }

  @Override
  public TapeNumber sin() {
    return tape.unary(Math.sin(value()), place, Math.cos(value()));
  }

  @Override
  public TapeNumber cos() {
    return tape.unary(Math.cos(value()), place, -Math.sin(value()));
  }

  @Override
  public TapeNumber tanh() {
    double tanh = Math.tanh(value());
    return tape.unary(tanh, place, 1 - tanh * tanh);
  }

  @Override
  public TapeNumber pow(double exponent) {
    /* A constant has derivative 0 also where 0 * 0^-1 is not a number. */
    double slope = exponent == 0 ? 0 : exponent * Math.pow(value(), exponent - 1);
    return tape.unary(Math.pow(value(), exponent), place, slope);
  }

  /** The branch that the present values take. */
  @Override
  public TapeNumber ifAtMost(TapeNumber bound, TapeNumber then, TapeNumber otherwise) {
    return value() <= bound.value() ? then : otherwise;
  }
}
