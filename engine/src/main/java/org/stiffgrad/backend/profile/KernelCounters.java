package org.stiffgrad.backend.profile;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters of one backend, by the names of their kernels. */
final class KernelCounters {
  private static final int CLOCK_BATCHES = 500;
  private static final int CLOCK_READINGS = 200;

  private final Map<String, KernelCounter> counters = new LinkedHashMap<>();
  private final double clockNanos = clockNanos();
  private final Runnable finish;

  /**
   * @param finish waits until all calls so far are done
   */
  KernelCounters(Runnable finish) {
    this.finish = finish;
  }

  /* The least of several means, because a mean alone would hold interruptions. */
  private static double clockNanos() {
    double least = Double.MAX_VALUE;
    for (int batch = 0; batch < CLOCK_BATCHES; batch++) {
      long start = System.nanoTime();
      long end = start;
      for (int k = 0; k < CLOCK_READINGS; k++) {
        end = System.nanoTime();
      }
      least = Math.min(least, (double) (end - start) / CLOCK_READINGS);
    }
    return least;
  }

  /** The counter of a name. */
  KernelCounter named(String name) {
    return counters.computeIfAbsent(name, unknown -> new KernelCounter(unknown, clockNanos));
  }

  /** The time in nanoseconds at which all calls so far are done. */
  long clock() {
    finish.run();
    return System.nanoTime();
  }

  void reset() {
    counters.values().forEach(KernelCounter::reset);
  }

  List<KernelProfile> profiles() {
    return counters.values().stream()
        .map(KernelCounter::profile)
        .filter(profile -> profile.calls() > 0)
        .sorted(Comparator.comparingDouble(KernelProfile::seconds).reversed())
        .toList();
  }
}
