package org.stiffgrad.model;

/**
 * What a model can read while it evaluates time derivatives at one place.
 *
 * @param <T> the number type
 */
public interface Variables<T extends Scalar<T>> {
  /** The value of a state component here. */
  T state(int component);

  /** The value of a parameter here. */
  T parameter(int index);

  /** The time. */
  T t();

  /** The given value in this arithmetic. */
  T constant(double value);
}
