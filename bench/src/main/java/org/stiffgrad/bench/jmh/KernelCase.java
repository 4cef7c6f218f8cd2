package org.stiffgrad.bench.jmh;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.KernelCost;

/** A kernel with its data, ready to be timed. It may be run any number of times. */
public interface KernelCase {
  /** Brings back data that a run uses up, so that the next run computes the same. */
  default void restore() {}

  /** Whether {@link #restore} does something. */
  default boolean restores() {
    return false;
  }

  /** Computes once. */
  void run();

  /**
   * Computes once from the original data and compares with another way to the result.
   *
   * @return the error as a multiple of what rounding (or, of a gradient, the tolerance) explains;
   *     at most 1 if the result is right, else larger or NaN
   */
  double error();

  /** What a run has to do, or null if it is made of too many kernels to count. */
  @Nullable KernelCost cost();

  /** The bytes that a run touches, each counted once. */
  double footprint();
}
