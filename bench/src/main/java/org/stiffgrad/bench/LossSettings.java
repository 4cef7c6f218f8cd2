package org.stiffgrad.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.problem.TimeSpan;

/**
 * The loss that settings stand for.
 *
 * @param objective the loss
 * @param description it, for people
 */
record LossSettings(Objective objective, String description) {
  /** Loss times divide the time span into this many parts unless they are given. */
  private static final int INTERVALS = 10;

  private enum Kind {
    POINTS,
    TERMINAL,
    INTEGRAL
  }

  /** The loss for a problem; data and weights are read from their files. */
  static LossSettings of(Settings settings, OdeProblem problem) {
    Kind kind = settings.constant(Key.LOSS, Kind.class);
    if (settings.isGiven(Key.DATA)) {
      refuse(settings, List.of(Key.TARGET), "the data of the loss come from a file");
    }
    return switch (kind) {
      case POINTS -> {
        double[] times = times(settings, problem.span());
        yield points(settings, problem, times, "points, %d times".formatted(times.length));
      }
      case TERMINAL -> {
        refuse(settings, List.of(Key.LOSS_TIMES), "a terminal loss is at the end of the time span");
        double[] times = {problem.span().end()};
        yield points(
            settings, problem, times, "terminal, t = %s".formatted(Numbers.shortText(times[0])));
      }
      case INTEGRAL -> {
        refuse(
            settings,
            List.of(Key.LOSS_TIMES, Key.DATA, Key.WEIGHTS),
            "an integral loss compares with one target at all times");
        double target = settings.number(Key.TARGET);
        yield new LossSettings(
            Objective.integral(RunningLoss.halfSquaredDistance(target)),
            "integral over the time span, " + targetText(target));
      }
    };
  }

  private static void refuse(Settings settings, Collection<Key> keys, String reason) {
    for (Key key : keys) {
      if (settings.isGiven(key)) {
        throw settings.unused(key, reason);
      }
    }
  }

  private static double[] times(Settings settings, TimeSpan span) {
    if (!settings.isGiven(Key.LOSS_TIMES)) {
      return times(span);
    }
    double[] times = settings.numbers(Key.LOSS_TIMES);
    return settings.checked(
        Key.LOSS_TIMES,
        () -> {
          span.requireAscendingWithin("loss time", times);
          return times;
        });
  }

  /** The loss times if none are given: 0, 0.1, ..., 1 for the document's time span. */
  static double[] times(TimeSpan span) {
    return ProblemSettings.equallySpaced(span, INTERVALS);
  }

  private static LossSettings points(
      Settings settings, OdeProblem problem, double[] times, String what) {
    double target = settings.number(Key.TARGET);
    boolean hasData = settings.isGiven(Key.DATA);
    boolean hasWeights = settings.isGiven(Key.WEIGHTS);
    String description =
        what
            + (hasData ? ", data from a file" : ", " + targetText(target))
            + (hasWeights ? ", weights from a file" : "");
    if (!hasData && !hasWeights) {
      return new LossSettings(Objective.halfSquaredDistance(target, times), description);
    }
    int states = problem.stateLength();
    double[][] data =
        table(settings, Key.DATA, times.length, states, Double.NEGATIVE_INFINITY, target);
    double[][] weights = table(settings, Key.WEIGHTS, times.length, states, 0, 1);
    return new LossSettings(Objective.weightedLeastSquares(times, data, weights), description);
  }

  private static String targetText(double target) {
    return "target " + Numbers.shortText(target);
  }

  private static double[][] table(
      Settings settings, Key key, int times, int states, double least, double otherwise) {
    if (settings.isGiven(key)) {
      Path file = settings.file(key).orElseThrow();
      return NumberFile.readTable(
          file,
          new NumberFile.Extent(times, "loss time"),
          new NumberFile.Extent(states, "state"),
          least);
    }
    double[][] table = new double[times][states];
    for (double[] row : table) {
      Arrays.fill(row, otherwise);
    }
    return table;
  }
}
