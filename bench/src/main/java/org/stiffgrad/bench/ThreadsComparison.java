package org.stiffgrad.bench;

import java.util.Arrays;
import java.util.List;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.compare.FigureRow;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.Kernel;
import org.stiffgrad.bench.jmh.OpenKernel;
import org.stiffgrad.bench.jmh.WarmUp;

/**
 * A kernel on two threads by turns with the same on one, in one JVM. All times are by the clock,
 * which alone sees both threads, the best of all turns.
 */
final class ThreadsComparison {
  private static final int THREADS = 2;
  private static final double GOAL = 1.7;
  private static final int TURNS = 100;

  private static final WarmUp WARM_UP = new WarmUp(1, 2.5);
  private static final double MOST_WARM_UP_SECONDS = 20;

  private ThreadsComparison() {}

  /** The kernels that large problems spend their time in. */
  static List<Contestant> of(String backend) {
    return List.of(
        new Contestant(Kernel.LU, "1152", backend),
        new Contestant(Kernel.GEMM, "1152", backend),
        new Contestant(Kernel.SOLVE, "1152x1152", backend));
  }

  /** What is asked, in words. */
  static String question(Contestant contestant) {
    return "%s %s, %s: %d threads, times as fast as 1"
        .formatted(contestant.kernel(), contestant.size(), contestant.backend(), THREADS);
  }

  /** The figure, or the reason why there is none. */
  static FigureRow row(Contestant contestant) {
    return row(contestant, Runtime.getRuntime().availableProcessors());
  }

  /**
   * @param processors that this process may use
   */
  static FigureRow row(Contestant contestant, int processors) {
    if (processors < THREADS) {
      return none(
          contestant,
          "This process may use %d processor only; start it without taskset, or with %d processors."
              .formatted(processors, THREADS));
    }
    try (OpenKernel alone = open(contestant, 1);
        OpenKernel together = open(contestant, THREADS)) {
      double unused =
          WARM_UP.of(
              () -> {
                alone.call();
                together.call();
              },
              MOST_WARM_UP_SECONDS);
      double[] one = new double[TURNS];
      double[] several = new double[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        one[turn] = seconds(alone);
        several[turn] = seconds(together);
      }
      return row(contestant, one, several);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return none(contestant, Reasons.of(e));
    }
  }

  private static FigureRow none(Contestant contestant, String reason) {
    return FigureRow.none(question(contestant), true, GOAL, reason);
  }

  private static OpenKernel open(Contestant contestant, int threads) {
    BackendOptions options = new BackendOptions(threads, false);
    return OpenKernel.open(
        contestant.kernel(),
        contestant.size(),
        Backends.discover().select(contestant.backend()).open(options));
  }

  private static double seconds(OpenKernel kernel) {
    kernel.kernelCase().restore();
    long start = System.nanoTime();
    kernel.kernelCase().run();
    return (System.nanoTime() - start) * 1e-9;
  }

  private static FigureRow row(Contestant contestant, double[] one, double[] several) {
    double[] ratios = new double[TURNS];
    Arrays.setAll(ratios, turn -> one[turn] / several[turn]);
    Arrays.sort(ratios);
    Arrays.sort(one);
    Arrays.sort(several);
    return FigureRow.of(question(contestant), one[0] / several[0], true, GOAL)
        .ofParts(several[0], one[0], FigureRow.Unit.SECONDS)
        .withSpread(ratios[0], ratios[TURNS - 1]);
  }
}
