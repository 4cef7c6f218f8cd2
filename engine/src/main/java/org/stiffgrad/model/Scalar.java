package org.stiffgrad.model;

/**
 * A real number in some arithmetic: a plain value, a dual number, a node of an expression.
 *
 * <p>Instances are immutable; every operation returns a new number of the same arithmetic.
 *
 * @param <T> the implementing type itself
 */
public interface Scalar<T extends Scalar<T>> {
  /** The given value in the arithmetic of this number. */
  T constant(double value);

  T plus(T addend);

  T minus(T subtrahend);

  T times(T factor);

  T dividedBy(T divisor);

  T negate();

  T sqrt();

  T exp();

  T log();

  T sin();

  T cos();

  T tanh();

  /** This number to a constant real power. */
  T pow(double exponent);

  /**
   * {@code this <= bound ? then : otherwise}. The condition has derivative zero; a switch that
   * depends on time alone has its time declared by {@link StencilModel#discontinuityTimes()}.
   */
  T ifAtMost(T bound, T then, T otherwise);

  default T plus(double addend) {
    return plus(constant(addend));
  }

  default T minus(double subtrahend) {
    return minus(constant(subtrahend));
  }

  default T times(double factor) {
    return times(constant(factor));
  }

  default T dividedBy(double divisor) {
    return dividedBy(constant(divisor));
  }

  /** {@code this * this}. */
  @SuppressWarnings("unchecked")
  default T square() {
    return times((T) this);
  }
}
