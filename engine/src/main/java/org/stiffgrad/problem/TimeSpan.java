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

  /**
   * Checks a list of times against this interval.
   *
   * @param what what the times are, in the singular, for the message
   * @throws IllegalArgumentException if there are none, or they are not ascending, or one lies
   *     outside; equal times are in order
   */
  public void requireAscendingWithin(String what, double[] times) {
    if (times.length == 0) {
      throw new IllegalArgumentException("There is no %s; expected at least one.".formatted(what));
    }
    for (int k = 0; k < times.length; k++) {
      if (!contains(times[k])) {
        throw new IllegalArgumentException(
            "The %s %s (number %d) lies outside the time span [%s, %s]."
                .formatted(what, times[k], k + 1, start, end));
      }
      if (k > 0 && !(times[k - 1] <= times[k])) {
        throw new IllegalArgumentException(
            "The %ss must be ascending, but number %d is %s and number %d is %s."
                .formatted(what, k, times[k - 1], k + 1, times[k]));
      }
    }
  }

  /** Whether the time lies in the closed interval. */
  public boolean contains(double t) {
    return t >= start && t <= end;
  }
}
