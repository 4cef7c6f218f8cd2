package org.stiffgrad.roofline;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.TreeMap;

/**
 * The two rates that bound every kernel on one core: fused multiply-adds in registers, and the
 * bytes a second of a triad {@code a = b + s c} over memory of a given size (the roofline model,
 * Williams, Waterman and Patterson 2009; the triad is that of STREAM, McCalpin 1995, 24 bytes an
 * element). Each is measured when first asked for, for about a tenth of a second, and kept.
 *
 * <p>The best of many short trials counts, so that other load on the machine lowers it only if it
 * never pauses. Needs the module {@code jdk.incubator.vector}. For one thread at a time.
 */
public final class Roofline {
  /** Sizes are rounded up to this and its multiples by powers of four. */
  private static final long LEAST_FOOTPRINT = 16 << 10;

  private static final long GREATEST_FOOTPRINT = 256 << 20;

  private static final int ROUNDS = 1 << 14;

  /** About this many bytes a trial of the triad, to be long against the clock's resolution. */
  private static final long TRIAL_BYTES = 1 << 20;

  /* Many short calls bring the JIT's optimising compiler in soonest: it counts calls. */
  private static final int WARM_UP_CALLS = 5_000;
  private static final int WARM_UP_ROUNDS = 32;

  /**
   * A measurement ends when no trial has been faster for so much processor time: on a busy machine
   * the JIT then had as much of it.
   */
  private static final long NANOS = 100_000_000;

  private static final double FASTER = 0.98;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final TreeMap<Long, Double> bandwidths = new TreeMap<>();
  private double flopsPerSecond;
  private double sink;

  /** The peak of arithmetic: two operations a lane and fused multiply-add. */
  public double flopsPerSecond() {
    if (flopsPerSecond == 0) {
      double seconds =
          bestSeconds(
              () -> sink += RooflineLoops.multiplyAdd(WARM_UP_ROUNDS, 0.5, 1),
              () -> sink += RooflineLoops.multiplyAdd(ROUNDS, 0.5, 1));
      flopsPerSecond = RooflineLoops.flops(ROUNDS) / seconds;
    }
    return flopsPerSecond;
  }

  /**
   * The bandwidth of the caches or the memory that hold so many bytes.
   *
   * @param footprint the bytes that are in use together; rounded up to 16 KiB times a power of
   *     four, and at most 256 MiB
   */
  public double bytesPerSecond(double footprint) {
    long size = LEAST_FOOTPRINT;
    while (size < footprint && size < GREATEST_FOOTPRINT) {
      size *= 4;
    }
    return bandwidths.computeIfAbsent(size, Roofline::triadBandwidth);
  }

  private static double triadBandwidth(long footprint) {
    Triad triad = new Triad(footprint);
    Triad few = new Triad(0);
    double bytes = triad.cost().bytes();
    int passes = (int) Math.max(1, TRIAL_BYTES / bytes);
    double seconds =
        bestSeconds(
            few::run,
            () -> {
              for (int pass = 0; pass < passes; pass++) {
                triad.run();
              }
            });
    return passes * bytes / seconds;
  }

  private static double bestSeconds(Runnable warmUp, Runnable trial) {
    for (int call = 0; call < WARM_UP_CALLS; call++) {
      warmUp.run();
    }
    double best = Double.MAX_VALUE;
    long now = THREADS.getCurrentThreadCpuTime();
    for (long end = now + NANOS; now < end; now = THREADS.getCurrentThreadCpuTime()) {
      long start = System.nanoTime();
      trial.run();
      double nanos = Math.max(1, System.nanoTime() - start);
      if (nanos < FASTER * best) {
        end = now + NANOS;
      }
      best = Math.min(best, nanos);
    }
    return best * 1e-9;
  }
}
