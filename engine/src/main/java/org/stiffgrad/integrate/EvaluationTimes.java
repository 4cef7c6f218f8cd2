package org.stiffgrad.integrate;

/**
 * The closed interval in which a right-hand side may be evaluated. Where a step ends at a jump of
 * the right-hand side, the interval ends just before it, so that stages at the end of the step see
 * the left limit.
 */
record EvaluationTimes(double earliest, double latest) {
  /** Everywhere. */
  static final EvaluationTimes ALL =
      new EvaluationTimes(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  double clamp(double t) {
    return Math.clamp(t, earliest, latest);
  }
}
