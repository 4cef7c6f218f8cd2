package org.stiffgrad.autodiff;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.model.Scalar;

/**
 * A number with its derivative in one direction, both in any arithmetic: forward differentiation on
 * top of whatever that arithmetic does.
 *
 * @param <T> the arithmetic beneath
 */
final class Tangent<T extends Scalar<T>> implements Scalar<Tangent<T>> {
  private final T value;
  /* Null is an identical zero, with which nothing need be computed. */
  private final @Nullable T derivative;

  private Tangent(T value, @Nullable T derivative) {
    this.value = value;
    this.derivative = derivative;
  }

  /** A number that moves at a rate. */
  static <T extends Scalar<T>> Tangent<T> of(T value, T derivative) {
    return new Tangent<>(value, derivative);
  }

  /** A number that does not move. */
  static <T extends Scalar<T>> Tangent<T> fixed(T value) {
    return new Tangent<>(value, null);
  }

  T value() {
    return value;
  }

  T derivative() {
    return derivative == null ? value.constant(0) : derivative;
  }

  /** A function of this number, of which the slope is computed only where it is needed. */
  private Tangent<T> mapped(T result, Supplier<T> slope) {
    return derivative == null ? fixed(result) : of(result, derivative.times(slope.get()));
  }

  @Override
  public Tangent<T> constant(double number) {
    return fixed(value.constant(number));
  }

  @Override
  public Tangent<T> plus(Tangent<T> addend) {
    return new Tangent<>(value.plus(addend.value), sum(derivative, addend.derivative));
  }

  @Override
  public Tangent<T> minus(Tangent<T> subtrahend) {
    return new Tangent<>(
        value.minus(subtrahend.value), difference(derivative, subtrahend.derivative));
  }

  @Override
  public Tangent<T> times(Tangent<T> factor) {
    T left = derivative == null ? null : derivative.times(factor.value);
    T right = factor.derivative == null ? null : value.times(factor.derivative);
    return new Tangent<>(value.times(factor.value), sum(left, right));
  }

  @Override
  public Tangent<T> dividedBy(Tangent<T> divisor) {
    T quotient = value.dividedBy(divisor.value);
    T right = divisor.derivative == null ? null : quotient.times(divisor.derivative);
    T numerator = difference(derivative, right);
    return new Tangent<>(quotient, numerator == null ? null : numerator.dividedBy(divisor.value));
  }

  private static <T extends Scalar<T>> @Nullable T sum(@Nullable T a, @Nullable T b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : a.plus(b);
  }

  private static <T extends Scalar<T>> @Nullable T difference(@Nullable T a, @Nullable T b) {
    if (b == null) {
      return a;
    }
    return a == null ? b.negate() : a.minus(b);
  }

  @Override
  public Tangent<T> plus(double addend) {
    return new Tangent<>(value.plus(addend), derivative);
  }

  @Override
  public Tangent<T> minus(double subtrahend) {
    return new Tangent<>(value.minus(subtrahend), derivative);
  }

  @Override
  public Tangent<T> times(double factor) {
    return new Tangent<>(value.times(factor), derivative == null ? null : derivative.times(factor));
  }

  @Override
  public Tangent<T> dividedBy(double divisor) {
    return new Tangent<>(
        value.dividedBy(divisor), derivative == null ? null : derivative.dividedBy(divisor));
  }

  @Override
  public Tangent<T> square() {
    return mapped(value.square(), () -> value.times(2));
  }

  @Override
  public Tangent<T> negate() {
    return new Tangent<>(value.negate(), derivative == null ? null : derivative.negate());
  }

  @Override
  public Tangent<T> sqrt() {
    T root = value.sqrt();
    return new Tangent<>(root, derivative == null ? null : derivative.dividedBy(root.times(2)));
  }

  @Override
  public Tangent<T> exp() {
    T power = value.exp();
    return mapped(power, () -> power);
  }

  @Override
  public Tangent<T> log() {
    return new Tangent<>(value.log(), derivative == null ? null : derivative.dividedBy(value));
  }

  @Override
  public Tangent<T> sin() {
    return mapped(value.sin(), value::cos);
  }

  @Override
  public Tangent<T> cos() {
    return mapped(value.cos(), () -> value.sin().negate());
  }

  @Override
  public Tangent<T> tanh() {
    T tangent = value.tanh();
    return mapped(tangent, () -> tangent.square().minus(1).negate());
  }

  @Override
  public Tangent<T> pow(double exponent) {
    return exponent == 0
        ? constant(1)
        : mapped(value.pow(exponent), () -> value.pow(exponent - 1).times(exponent));
  }

  @Override
  public Tangent<T> ifAtMost(Tangent<T> bound, Tangent<T> then, Tangent<T> otherwise) {
    T chosen = value.ifAtMost(bound.value, then.value, otherwise.value);
    return then.derivative == null && otherwise.derivative == null
        ? fixed(chosen)
        : of(chosen, value.ifAtMost(bound.value, then.derivative(), otherwise.derivative()));
  }
}
