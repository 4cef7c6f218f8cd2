package org.stiffgrad.bench.compare;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What two kernels took that ran by turns: for each iteration the best nanoseconds of processor
 * time a call, and the bytes that a call of the first allocated.
 */
public record Duel(double[] measuredNanos, double[] referenceNanos, double[] measuredBytes) {
  /** The best time of the one. */
  public double measured() {
    return least(measuredNanos);
  }

  /** The best time of the other. */
  public double reference() {
    return least(referenceNanos);
  }

  /** The bytes that a call of the one allocates. */
  public double bytes() {
    return least(measuredBytes);
  }

  /** How many times as fast the one was, in each iteration, ascending. */
  double[] speeds() {
    return IntStream.range(0, measuredNanos.length)
        .mapToDouble(k -> referenceNanos[k] / measuredNanos[k])
        .sorted()
        .toArray();
  }

  private static double least(double[] values) {
    return DoubleStream.of(values).min().orElse(Double.NaN);
  }

  @Override
  public String toString() {
    return Arrays.toString(speeds());
  }
}
