package org.stiffgrad.sensitivity;

/**
 * How steps are reversed that are not kept, from states kept before a few of them.
 *
 * <p>With s states, counting the one before the first step, and every step taken at most r times to
 * advance, {@code beta(s, r) = C(s + r, s)} steps can be reversed. The least number of steps taken
 * to advance is {@code r l - beta(s + 1, r - 1)} for l steps with {@code beta(s, r-1) < l <=
 * beta(s, r)}, besides the one in which each step is taken to reverse it. Source: Griewank and
 * Walther, Algorithm 799: Revolve, ACM Transactions on Mathematical Software 26 (2000).
 */
final class BinomialSchedule {
  private BinomialSchedule() {}

  /** {@code beta(s, r) = C(s + r, s)}, and 0 for r = -1. */
  private static long beta(long s, long r) {
    if (r < 0) {
      return 0;
    }
    long value = 1;
    long larger = Math.max(s, r);
    for (long k = 1; k <= Math.min(s, r); k++) {
      value = value * (larger + k) / k;
    }
    return value;
  }

  /** The least r with {@code steps <= beta(checkpoints, r)}. */
  private static long repetitions(long steps, long checkpoints) {
    long r = 0;
    long reach = 1;
    while (reach < steps) {
      r++;
      reach = reach * (checkpoints + r) / r;
    }
    return r;
  }

  /**
   * The least number of steps taken to advance when reversing.
   *
   * @param steps at least 1
   * @param checkpoints the states that fit, at least 1, counting the one before the first step
   */
  static long advances(int steps, int checkpoints) {
    int s = Math.min(steps, checkpoints);
    long r = repetitions(steps, s);
    return r * steps - beta(s + 1L, r - 1);
  }

  /**
   * How many steps to advance before keeping the next state. The optimum is met by every number m
   * that leaves both parts, m steps with s states and l - m with s - 1, between their own bounds
   * for r - 1 and r repetitions; this is the least such m.
   *
   * @param steps at least 2
   * @param checkpoints the states that fit, at least 2, counting the one before the first step
   */
  static int stepsToNext(int steps, int checkpoints) {
    int s = Math.min(steps, checkpoints);
    long r = repetitions(steps, s);
    return (int) Math.max(1, Math.max(beta(s, r - 2), steps - beta(s - 1L, r)));
  }
}
