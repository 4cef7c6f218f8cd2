package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.KernelCost;

/**
 * Counts the calls of one kernel.
 *
 * <p>Reading the clock takes as long as a small kernel. Of a kernel that takes less than some
 * microseconds one call in several is timed, at random intervals, since calls of different length
 * may alternate; so many that reading the clock takes a hundredth of the kernel's time.
 */
final class KernelCounter {
  /** What {@link #begin} returns where the call is not timed. */
  private static final long UNTIMED = Long.MIN_VALUE;

  private static final double SHARE_OF_CLOCK = 0.01;
  private static final int LONGEST_INTERVAL = 1000;

  /* A timed call that was interrupted counts for itself, not for those that were not timed. */
  private static final int INTERRUPTED = 32;
  private static final int FEW_CALLS = 8;

  private final String name;
  private final double clockNanos;
  private long calls;
  private long timedCalls;
  private double timedNanos;
  private double interruptedNanos;
  private double flops;
  private double bytes;
  private int untilTimed;
  private int random = 0x2545F491;

  /**
   * @param clockNanos how long reading the clock takes
   */
  KernelCounter(String name, double clockNanos) {
    this.name = name;
    this.clockNanos = clockNanos;
  }

  /** Before a call; the result is for {@link #end}. */
  long begin() {
    return --untilTimed > 0 ? UNTIMED : System.nanoTime();
  }

  /** After a call that had to do so much. */
  void end(long begun, KernelCost cost) {
    calls++;
    flops += cost.flops();
    bytes += cost.bytes();
    if (begun != UNTIMED) {
      add(System.nanoTime() - begun);
    }
  }

  private void add(long nanos) {
    if (timedCalls > FEW_CALLS && nanos > INTERRUPTED * timedNanos / timedCalls + clockNanos) {
      interruptedNanos += nanos;
      return;
    }
    timedCalls++;
    timedNanos += Math.max(0, nanos - clockNanos);
    double wanted = 2 * clockNanos * timedCalls / (SHARE_OF_CLOCK * timedNanos);
    int interval = (int) Math.min(LONGEST_INTERVAL, Math.max(1, wanted));
    // Marsaglia's xorshift; uniform on 1 .. 2 interval - 1.
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    untilTimed = 1 + Integer.remainderUnsigned(random, 2 * interval - 1);
  }

  /** Forgets all calls. */
  void reset() {
    calls = 0;
    timedCalls = 0;
    timedNanos = 0;
    interruptedNanos = 0;
    flops = 0;
    bytes = 0;
    untilTimed = 0;
  }

  KernelProfile profile() {
    double nanos = timedCalls == 0 ? 0 : timedNanos / timedCalls * calls + interruptedNanos;
    return new KernelProfile(name, calls, nanos * 1e-9, new KernelCost(flops, bytes));
  }
}
