package org.stiffgrad.bench.jmh;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls something until it is warm: until for some time its calls became no faster and the JIT
 * compiled nothing. Both times are of the processor, so that a compiler that has to wait for one
 * does not look like one that has nothing to do.
 *
 * @param settledSeconds that time
 * @param leastSeconds before this, calls may be slow and even because they are too few to be
 *     compiled at all
 */
public record WarmUp(double settledSeconds, double leastSeconds) {
  /** A call that takes less than this share of the best so far is faster. */
  private static final double FASTER = 0.95;

  /**
   * Calls at least once.
   *
   * @param mostSeconds by the clock, when to end in any case, as long as one call takes no longer
   * @return the seconds of the fastest call
   */
  public double of(Runnable call, double mostSeconds) {
    @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    double begun = processorSeconds();
    double changed = begun;
    long compiling = 0;
    double least = Double.POSITIVE_INFINITY;
    double best = Double.POSITIVE_INFINITY;
    double last;
    do {
      long before = System.nanoTime();
      call.run();
      last = secondsSince(before);
      least = Math.min(least, last);
      long compiled = compiler == null ? 0 : compiler.getTotalCompilationTime();
      if (last < FASTER * best || compiled > compiling) {
        changed = processorSeconds();
        best = least;
        compiling = compiled;
      }
    } while ((processorSeconds() - changed < settledSeconds
            || processorSeconds() - begun < leastSeconds)
        && secondsSince(start) + last < mostSeconds);
    return least;
  }

  private static double processorSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) * 1e-9;
  }
}
