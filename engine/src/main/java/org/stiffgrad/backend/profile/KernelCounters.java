package org.stiffgrad.backend.profile;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters of one backend, by the names of their kernels. */
final class KernelCounters {
  private static final int CLOCK_READINGS = 20_000;

  private final Map<String, KernelCounter> counters = new LinkedHashMap<>();
  private final double clockNanos = clockNanos();

  private static double clockNanos() {
    long start = System.nanoTime();
    long end = start;
    for (int k = 0; k < CLOCK_READINGS; k++) {
      end = System.nanoTime();
    }
    return (double) (end - start) / CLOCK_READINGS;
  }

  /** The counter of a name. */
  KernelCounter named(String name) {
    return counters.computeIfAbsent(name, unknown -> new KernelCounter(unknown, clockNanos));
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
