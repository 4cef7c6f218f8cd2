package org.stiffgrad.sensitivity;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.Tableau;

/**
 * The loss as a weighted sum of values of the solution: the loss times, and Gauss-Legendre points
 * in every step for the integral. Steps are shown in ascending order, from {@link #start} by {@link
 * #step}, or in descending order, from {@link #startAtEnd} by {@link #stepBack}.
 *
 * <p>A point is named by its index k among the loss times, or {@link #INTEGRAL}.
 */
final class LossPoints {
  /** The index of a point of the integral. */
  static final int INTEGRAL = -1;

  /**
   * The most loss times that the state is integrated onto. A solve takes some tens of steps, so
   * that this many stops cost a fraction of it and give the loss the accuracy of the steps' ends;
   * with more of them the stops, not the tolerances, would set the steps, and the continuous
   * extension serves.
   */
  private static final int MOST_STOPS = 20;

  /** Receives the points of a step. */
  interface Visitor {
    /**
     * Is called once for each point.
     *
     * @param k the index of the loss time, or {@link #INTEGRAL}
     * @param t the time
     * @param weight what the loss at this point is multiplied by
     */
    void point(int k, double t, double weight);
  }

  private final Objective objective;
  private final double[] times;
  private final @Nullable RunningLoss integrand;
  private final GaussLegendre rule;
  private int next;

  /**
   * The points of a loss along the steps of a method. Its continuous extension has degree {@code
   * rows + 1}, the square of that twice as much, and m Gauss points reach degree {@code 2 m - 1}:
   * with {@code rows + 2} of them integrands quadratic in the state are integrated exactly.
   */
  static LossPoints of(Objective objective, Tableau method) {
    return new LossPoints(objective, method.interpolationRows() + 2);
  }

  /** Takes the integral by the given number of Gauss points in each step. */
  private LossPoints(Objective objective, int gaussPoints) {
    this.objective = objective;
    times = objective.times();
    integrand = objective.integrand();
    rule = new GaussLegendre(gaussPoints);
  }

  /** Starts from the initial time and visits the loss times that equal it. */
  void start(double start, Visitor visitor) {
    next = 0;
    while (next < times.length && times[next] == start) {
      visitor.point(next++, start, 1);
    }
  }

  /** Visits the points in {@code start < t <= end}. */
  void step(double start, double end, Visitor visitor) {
    while (next < times.length && times[next] <= end) {
      visitor.point(next, times[next], 1);
      next++;
    }
    visitIntegral(start, end, visitor);
  }

  /** Starts from the end of the last step. */
  void startAtEnd() {
    next = times.length;
  }

  /** Visits the points in {@code start < t <= end}, the step being earlier than the last one. */
  void stepBack(double start, double end, Visitor visitor) {
    while (next > 0 && times[next - 1] > start) {
      next--;
      visitor.point(next, times[next], 1);
    }
    visitIntegral(start, end, visitor);
  }

  private void visitIntegral(double start, double end, Visitor visitor) {
    if (integrand != null) {
      double h = end - start;
      for (int q = 0; q < rule.points(); q++) {
        visitor.point(INTEGRAL, start + h * rule.node(q), h * rule.weight(q));
      }
    }
  }

  /** The loss at a point, without its weight. */
  double value(int k, double t, double[] state, double[] parameters) {
    return k == INTEGRAL
        ? running().value(t, state, parameters)
        : objective.value(k, state, parameters);
  }

  /** Its gradient with respect to the state, without its weight; the result is overwritten. */
  void stateGradient(int k, double t, double[] state, double[] parameters, double[] result) {
    if (k == INTEGRAL) {
      running().stateGradient(t, state, parameters, result);
    } else {
      objective.stateGradient(k, state, parameters, result);
    }
  }

  /** Adds the weight times the gradient with respect to the parameters. */
  void addParameterGradient(
      int k, double t, double weight, double[] state, double[] parameters, double[] result) {
    if (k == INTEGRAL) {
      running().addParameterGradient(t, weight, state, parameters, result);
    } else {
      objective.addParameterGradient(k, state, parameters, result);
    }
  }

  private RunningLoss running() {
    RunningLoss present = integrand;
    if (present == null) {
      throw new IllegalStateException("The loss has no integral.");
    }
    return present;
  }

  /** The options with which the state is integrated for a loss: stops at its times if few. */
  static SolverOptions withStops(SolverOptions options, Objective objective) {
    double[] times = objective.times();
    return times.length <= MOST_STOPS ? options.withStops(times) : options;
  }
}
