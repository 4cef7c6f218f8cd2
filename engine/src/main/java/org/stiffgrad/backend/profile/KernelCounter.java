package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.KernelCost;

/**
 * Counts the calls of one kernel, and times them or some of them.
 *
 * <p>Reading the clock takes as long as a small kernel. Of a kernel that takes less than some
 * microseconds one call in several is timed, at random intervals, since calls of different length
 * may alternate; so many that reading the clock takes a hundredth of the kernel's time. The others
 * cost a decrement.
 */
final class KernelCounter {
  private static final double SHARE_OF_CLOCK = 0.01;
  private static final int LONGEST_INTERVAL = 1000;

  /* A timed call that was interrupted counts for itself, not for those that were not timed. */
  private static final int INTERRUPTED = 32;
  private static final int FEW_CALLS = 8;

  private final String name;
  private final double clockNanos;
  private long intervals;
  private int untilTimed;
  private long timedCalls;
  private double timedNanos;
  private double timedFlops;
  private double timedBytes;
  private double interruptedNanos;
  private int random = 0x2545F491;

  /**
   * @param clockNanos how long reading the clock takes
   */
  KernelCounter(String name, double clockNanos) {
    this.name = name;
    this.clockNanos = clockNanos;
    reset();
  }

  /** Before each call: whether it is only counted. If not, {@link #add} follows it. */
  boolean skips() {
    return --untilTimed > 0;
  }

  /**
   * After a call that is timed.
   *
   * @param nanos how long it took
   * @param cost what it had to do
   */
  void add(long nanos, KernelCost cost) {
    // In two methods, so that the JIT inlines this one and the cost need not be allocated.
    add(nanos, cost.flops(), cost.bytes());
  }

  private void add(long nanos, double flops, double bytes) {
    if (timedCalls > FEW_CALLS && nanos > INTERRUPTED * timedNanos / timedCalls + clockNanos) {
      interruptedNanos += nanos;
    } else {
      timedCalls++;
      timedNanos += Math.max(1, nanos - clockNanos);
      timedFlops += flops;
      timedBytes += bytes;
    }
    double wanted = 2 * clockNanos * timedCalls / (SHARE_OF_CLOCK * timedNanos);
    begin(interval((int) Math.min(LONGEST_INTERVAL, Math.max(1, wanted))));
  }

  /** A random number of this mean, uniform on 1 .. 2 mean - 1; by Marsaglia's xorshift. */
  private int interval(int mean) {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return 1 + Integer.remainderUnsigned(random, 2 * mean - 1);
  }

  private void begin(int interval) {
    intervals += interval;
    untilTimed = interval;
  }

  /** Forgets all calls. */
  void reset() {
    intervals = 0;
    timedCalls = 0;
    timedNanos = 0;
    timedFlops = 0;
    timedBytes = 0;
    interruptedNanos = 0;
    begin(1);
  }

  KernelProfile profile() {
    long calls = intervals - untilTimed;
    double scale = timedCalls == 0 ? 0 : (double) calls / timedCalls;
    return new KernelProfile(
        name,
        calls,
        (timedNanos * scale + interruptedNanos) * 1e-9,
        new KernelCost(timedFlops, timedBytes).times(scale));
  }
}
