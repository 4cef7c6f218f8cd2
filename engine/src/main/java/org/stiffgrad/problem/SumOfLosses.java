package org.stiffgrad.problem;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sum of two losses; the point losses of both in ascending order of time. */
final class SumOfLosses implements Objective {
  /** Point loss k of one of the two. */
  private record Point(Objective loss, int k, double time) {}

  private final List<Point> points;
  private final @Nullable RunningLoss integrand;

  SumOfLosses(Objective first, Objective second) {
    if (first.integrand() != null && second.integrand() != null) {
      throw new IllegalArgumentException(
          "Both losses have an integral; add the two integrands up in one.");
    }
    integrand = first.integrand() != null ? first.integrand() : second.integrand();
    points =
        Stream.concat(points(first), points(second))
            .sorted(Comparator.comparingDouble(Point::time))
            .toList();
  }

  private static Stream<Point> points(Objective loss) {
    double[] times = loss.times();
    return IntStream.range(0, times.length).mapToObj(k -> new Point(loss, k, times[k]));
  }

  @Override
  public double[] times() {
    return points.stream().mapToDouble(Point::time).toArray();
  }

  @Override
  public double value(int k, double[] state, double[] parameters) {
    Point point = points.get(k);
    return point.loss().value(point.k(), state, parameters);
  }

  @Override
  public void stateGradient(int k, double[] state, double[] parameters, double[] result) {
    Point point = points.get(k);
    point.loss().stateGradient(point.k(), state, parameters, result);
  }

  @Override
  public void addParameterGradient(int k, double[] state, double[] parameters, double[] result) {
    Point point = points.get(k);
    point.loss().addParameterGradient(point.k(), state, parameters, result);
  }

  @Override
  public @Nullable RunningLoss integrand() {
    return integrand;
  }
}
