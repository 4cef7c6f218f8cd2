package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stiffgrad.bench.jmh.WarmUp;
import org.stiffgrad.sensitivity.Gradient;

/** Times gradients: calls until they are warm, then calls that count. */
final class GradientTimer {
  private static final double NANOS = 1e-9;

  private static final WarmUp WARM_UP = new WarmUp(1, 2.5);

  /** The largest part of the budget for the warm-up. */
  private static final double WARM_UP_SHARE = 0.8;

  private static final double TIMING_SECONDS = 1.3;
  private static final int LEAST_REPETITIONS = 3;
  private static final int MOST_REPETITIONS = 500;

  private final Optional<Integer> repeat;
  private final double budget;

  /**
   * @param repeat how often to time a case, or empty to choose by its duration
   * @param budget the most seconds for a case, as long as one call takes no longer
   */
  GradientTimer(Optional<Integer> repeat, double budget) {
    this.repeat = repeat;
    this.budget = budget;
  }

  /** A gradient and what the calls that computed it took. */
  record Timing(Gradient gradient, double[] seconds) {}

  /** Calls at least once. */
  Timing time(Supplier<Gradient> gradient) {
    long start = System.nanoTime();
    List<Timing> calls = new ArrayList<>(1);
    Runnable call =
        () -> {
          calls.clear();
          calls.add(call(gradient));
        };
    double fastest = WARM_UP.of(call, WARM_UP_SHARE * budget);
    /* A call of the warm-up that was held up must not take the time of the timing. */
    double remaining = Math.max(budget - secondsSince(start), (1 - WARM_UP_SHARE) * budget);
    double[] seconds = new double[repetitions(fastest, remaining)];
    for (int k = 0; k < seconds.length; k++) {
      call.run();
      seconds[k] = calls.get(0).seconds()[0];
    }
    Timing last = calls.get(0);
    return seconds.length == 0 ? last : new Timing(last.gradient(), seconds);
  }

  /** Calls once. */
  static Timing call(Supplier<Gradient> gradient) {
    long start = System.nanoTime();
    Gradient result = gradient.get();
    return new Timing(result, new double[] {secondsSince(start)});
  }

  private int repetitions(double seconds, double remaining) {
    return repeat.orElseGet(
        () -> {
          int wanted =
              Math.clamp((long) (TIMING_SECONDS / seconds), LEAST_REPETITIONS, MOST_REPETITIONS);
          return Math.clamp((long) (remaining / seconds), 0, wanted);
        });
  }

  /** The seconds since a reading of {@link System#nanoTime}. */
  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) * NANOS;
  }
}
