package org.stiffgrad.problem;

/**
 * An interval of time.
 *
 * @param start the initial time
 * @param end the final time, later than the start
 */
public record TimeSpan(double start, double end) {
  public TimeSpan {
    if (!(start < end) || Double.isInfinite(start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "The time span is (%s, %s); expected two finite times, the second later than the first."
              .formatted(start, end));
    }
  }

  /** Whether the time lies in the closed interval. */
  public boolean contains(double t) {
    return t >= start && t <= end;
  }
}
