package org.stiffgrad.bench.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The turns of one contestant: calls in a row, and the least that a call took in any of them. */
final class Turn implements AutoCloseable {
  /** Long against the resolution of the clock, short against the swings of the machine. */
  private static final double TURN_NANOS = 4e6;

  private static final int MOST_CALLS = 1_000_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OpenKernel open;
  private final KernelCase kernelCase;
  private int calls = 1;
  private double leastNanos = TURN_NANOS;
  private double leastRestoringNanos;
  private double leastBytes;

  Turn(Contestant contestant, BenchmarkParams parameters) {
    if (!threads.isCurrentThreadCpuTimeSupported()) {
      throw new IllegalStateException("This JVM does not tell the processor time of a thread.");
    }
    open = OpenKernel.open(contestant.kernel(), contestant.size(), contestant.backend());
    open.warmUp(parameters);
    kernelCase = open.kernelCase();
  }

  /** Starts an iteration. */
  void begin() {
    calls = Math.clamp((long) (TURN_NANOS / leastNanos), 1, MOST_CALLS);
    leastNanos = Double.POSITIVE_INFINITY;
    leastRestoringNanos = kernelCase.restores() ? Double.POSITIVE_INFINITY : 0;
    leastBytes = Double.POSITIVE_INFINITY;
  }

  /** Takes a turn. */
  void take() {
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    for (int k = 0; k < calls; k++) {
      kernelCase.restore();
      kernelCase.run();
    }
    long end = threads.getCurrentThreadCpuTime();
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    leastNanos = Math.min(leastNanos, Math.max(1, end - start) / (double) calls);
    leastBytes = Math.min(leastBytes, bytes / (double) calls);
    if (kernelCase.restores()) {
      start = threads.getCurrentThreadCpuTime();
      for (int k = 0; k < calls; k++) {
        kernelCase.restore();
      }
      long restoring = threads.getCurrentThreadCpuTime() - start;
      leastRestoringNanos = Math.min(leastRestoringNanos, restoring / (double) calls);
    }
  }

  /**
   * Nanoseconds of processor time a call, in the best turn of the iteration, without what {@link
   * KernelCase#restore} takes at best.
   */
  double leastNanos() {
    return leastNanos - leastRestoringNanos;
  }

  /** Bytes allocated a call, likewise. */
  double leastBytes() {
    return leastBytes;
  }

  @Override
  public void close() {
    open.close();
  }
}
