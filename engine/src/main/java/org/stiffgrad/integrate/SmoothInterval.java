package org.stiffgrad.integrate;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.problem.OdeProblem;

/**
 * A stretch of time within which the right-hand side does not jump.
 *
 * @param start where it starts
 * @param end where it ends
 * @param latest the last time at which the right-hand side belongs to this stretch: the end, or the
 *     number before it if the right-hand side jumps there
 */
public record SmoothInterval(double start, double end, double latest) {
  /** The stretches of a problem from its initial time to the given one, in order. */
  public static List<SmoothInterval> of(OdeProblem problem, double end) {
    List<SmoothInterval> intervals = new ArrayList<>();
    double start = problem.span().start();
    for (double jump : problem.model().discontinuityTimes()) {
      if (jump > start && jump <= end) {
        intervals.add(new SmoothInterval(start, jump, Math.nextDown(jump)));
        start = jump;
      }
    }
    if (start < end) {
      intervals.add(new SmoothInterval(start, end, end));
    }
    return intervals;
  }
}
