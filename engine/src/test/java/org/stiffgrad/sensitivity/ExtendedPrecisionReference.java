package org.stiffgrad.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.stiffgrad.integrate.SmoothInterval;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.RosenbrockTableau;
import org.stiffgrad.tableau.Tableau;

/**
 * The gradient of the loss of a discrete solution on prescribed steps, by central differences of
 * that discrete solution in about 31 digits: the definitions of the methods written down once more,
 * for any model, sharing nothing with the engine's integrators and derivatives.
 *
 * <p>The step of the differences is 1e-8, so that they err by about 1e-16 relative to the third
 * derivatives, and their rounding by 1e-31 / 1e-8; how the loss depends on the states at its points
 * is taken from the objective.
 */
final class ExtendedPrecisionReference {
  private static final double STEP = 1e-8;

  private final OdeProblem problem;
  private final Objective objective;
  private final Tableau tableau;
  private final double[] stepTimes;
  private final List<SmoothInterval> intervals;

  private ExtendedPrecisionReference(
      OdeProblem problem, Objective objective, Tableau tableau, double[] stepTimes) {
    this.problem = problem;
    this.objective = objective;
    this.tableau = tableau;
    this.stepTimes = stepTimes;
    intervals = SmoothInterval.of(problem, objective.end(problem.span()));
  }

  /**
   * dG/dp of the discrete solution. Losses at times within a step see its continuous extension; an
   * integral is taken by {@code rows + 2} Gauss points in each step, rows the number of vectors of
   * the continuous extension, which is exact for integrands quadratic in the state.
   *
   * @param stepTimes the ends of the steps, ascending; every jump of the right-hand side and the
   *     end of the loss among them
   */
  static double[] parameterGradient(
      OdeProblem problem, Objective objective, Tableau tableau, double... stepTimes) {
    ExtendedPrecisionReference reference =
        new ExtendedPrecisionReference(problem, objective, tableau, stepTimes);
    ExtendedReal[] u = extended(problem.initialState());
    double[] gradient = reference.differences(problem.parameters(), p -> reference.states(u, p));
    reference.addExplicitGradient(gradient);
    return gradient;
  }

  /** dG/du0 of the discrete solution, likewise. */
  static double[] initialStateGradient(
      OdeProblem problem, Objective objective, Tableau tableau, double... stepTimes) {
    ExtendedPrecisionReference reference =
        new ExtendedPrecisionReference(problem, objective, tableau, stepTimes);
    ExtendedReal[] p = extended(problem.parameters());
    return reference.differences(problem.initialState(), u -> reference.states(u, p));
  }

  /** The loss of the discrete solution. */
  static double loss(
      OdeProblem problem, Objective objective, Tableau tableau, double... stepTimes) {
    ExtendedPrecisionReference reference =
        new ExtendedPrecisionReference(problem, objective, tableau, stepTimes);
    List<ExtendedReal[]> states = reference.unperturbedStates();
    double[] parameters = problem.parameters();
    double[] loss = new double[1];
    LossPoints points = reference.newPoints();
    reference.visit(
        points,
        (index, k, t, weight) ->
            loss[0] += weight * points.value(k, t, rounded(states.get(index)), parameters));
    return loss[0];
  }

  private LossPoints newPoints() {
    return LossPoints.of(objective, tableau);
  }

  /** A point of the loss with its number in the order of the visit. */
  private interface NumberedVisitor {
    void point(int index, int k, double t, double weight);
  }

  private void visit(LossPoints points, NumberedVisitor visitor) {
    int[] index = new int[1];
    LossPoints.Visitor numbering = (k, t, weight) -> visitor.point(index[0]++, k, t, weight);
    double start = problem.span().start();
    points.start(start, numbering);
    for (SmoothInterval interval : intervals) {
      for (double end : stepTimes) {
        if (end > interval.start() && end <= interval.end()) {
          points.step(start, end, numbering);
          start = end;
        }
      }
    }
  }

  private interface Discretization {
    /** The states at all points of the loss. */
    List<ExtendedReal[]> states(ExtendedReal[] x);
  }

  private double[] differences(double[] x, Discretization discretization) {
    List<double[]> stateGradients = weightedStateGradients();
    ExtendedReal[] perturbed = extended(x);
    double[] gradient = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      ExtendedReal value = perturbed[j];
      perturbed[j] = value.plus(STEP);
      List<ExtendedReal[]> above = discretization.states(perturbed);
      perturbed[j] = value.minus(STEP);
      List<ExtendedReal[]> below = discretization.states(perturbed);
      perturbed[j] = value;
      ExtendedReal sum = ExtendedReal.ZERO;
      for (int q = 0; q < above.size(); q++) {
        for (int i = 0; i < problem.stateLength(); i++) {
          ExtendedReal difference = above.get(q)[i].minus(below.get(q)[i]);
          sum = sum.plus(difference.times(stateGradients.get(q)[i]));
        }
      }
      gradient[j] = sum.dividedBy(2 * STEP).high();
    }
    return gradient;
  }

  private List<double[]> weightedStateGradients() {
    List<ExtendedReal[]> states = unperturbedStates();
    double[] parameters = problem.parameters();
    List<double[]> gradients = new ArrayList<>();
    LossPoints points = newPoints();
    visit(
        points,
        (index, k, t, weight) -> {
          double[] gradient = new double[problem.stateLength()];
          points.stateGradient(k, t, rounded(states.get(index)), parameters, gradient);
          gradients.add(Arrays.stream(gradient).map(g -> weight * g).toArray());
        });
    return gradients;
  }

  private void addExplicitGradient(double[] gradient) {
    List<ExtendedReal[]> states = unperturbedStates();
    double[] parameters = problem.parameters();
    LossPoints points = newPoints();
    visit(
        points,
        (index, k, t, weight) ->
            points.addParameterGradient(
                k, t, weight, rounded(states.get(index)), parameters, gradient));
  }

  private List<ExtendedReal[]> unperturbedStates() {
    return states(extended(problem.initialState()), extended(problem.parameters()));
  }

  private List<ExtendedReal[]> states(ExtendedReal[] initial, ExtendedReal[] parameters) {
    List<ExtendedReal[]> states = new ArrayList<>();
    LossPoints points = newPoints();
    points.start(problem.span().start(), (k, t, weight) -> states.add(initial.clone()));
    ExtendedReal[] u = initial;
    double start = problem.span().start();
    for (SmoothInterval interval : intervals) {
      for (double end : stepTimes) {
        if (end > interval.start() && end <= interval.end()) {
          DiscreteStep step = new DiscreteStep(u, parameters, start, end, interval);
          points.step(start, end, (k, t, weight) -> states.add(step.at(t)));
          u = step.next;
          start = end;
        }
      }
    }
    return states;
  }

  /** One step by the definition of its method. */
  private final class DiscreteStep {
    private final ExtendedReal[] before;
    private final ExtendedReal[] parameters;
    private final double start;
    private final double end;
    private final SmoothInterval interval;
    private final ExtendedReal h;
    private final ExtendedReal[][] stages;
    private final ExtendedReal[] next;

    DiscreteStep(
        ExtendedReal[] before,
        ExtendedReal[] parameters,
        double start,
        double end,
        SmoothInterval interval) {
      this.before = before;
      this.parameters = parameters;
      this.start = start;
      this.end = end;
      this.interval = interval;
      h = ExtendedReal.of(end - start);
      stages = new ExtendedReal[tableau.stages()][];
      if (tableau instanceof RosenbrockTableau rosenbrock) {
        rosenbrockStages(rosenbrock);
        next = sum(before, ExtendedReal.ONE, tableau::weight);
      } else {
        for (int i = 0; i < stages.length; i++) {
          stages[i] = slope(i, h);
        }
        next = sum(before, h, tableau::weight);
      }
    }

    private double time(double abscissa) {
      return Math.clamp(start + abscissa * (end - start), interval.start(), interval.latest());
    }

    /** {@code base + scale sum of coefficient(i) k_i} over the stages known so far. */
    private ExtendedReal[] sum(
        ExtendedReal[] base, ExtendedReal scale, IntFunction<Double> coefficient) {
      ExtendedReal[] sum = base.clone();
      for (int i = 0; i < stages.length && stages[i] != null; i++) {
        ExtendedReal factor = scale.times(coefficient.apply(i));
        for (int m = 0; m < sum.length; m++) {
          sum[m] = sum[m].plus(factor.times(stages[i][m]));
        }
      }
      return sum;
    }

    /** {@code f(u_n + scale sum a_ij k_j, t_n + c_i h)}. */
    private ExtendedReal[] slope(int i, ExtendedReal scale) {
      ExtendedReal[] argument = sum(before, scale, j -> tableau.a(i, j));
      return rightHandSide(
          argument,
          parameters,
          ExtendedReal.of(time(tableau.abscissa(i))),
          new ExtendedReal[problem.model().components().size()]);
    }

    private void rosenbrockStages(RosenbrockTableau rosenbrock) {
      ExtendedReal[] timeDerivative = derivative(-1);
      ExtendedReal shift = ExtendedReal.ONE.dividedBy(h.times(rosenbrock.gamma()));
      ExtendedReal[][] w = new ExtendedReal[before.length][before.length];
      for (int column = 0; column < before.length; column++) {
        ExtendedReal[] ofJacobian = derivative(column);
        for (int row = 0; row < before.length; row++) {
          ExtendedReal entry = ofJacobian[row].negate();
          w[row][column] = row == column ? entry.plus(shift) : entry;
        }
      }
      int[] rows = eliminate(w);
      for (int i = 0; i < stages.length; i++) {
        int stage = i;
        ExtendedReal[] right = slope(i, ExtendedReal.ONE);
        right = sum(right, ExtendedReal.ONE.dividedBy(h), j -> rosenbrock.c(stage, j));
        ExtendedReal factor = h.times(rosenbrock.timeDerivative(i));
        for (int m = 0; m < right.length; m++) {
          right[m] = right[m].plus(factor.times(timeDerivative[m]));
        }
        stages[i] = substitute(w, rows, right);
      }
    }

    /** Column of J at the start of the step, or f_t for the column -1. */
    private ExtendedReal[] derivative(int column) {
      ExtendedDual[] u = duals(before);
      if (column >= 0) {
        u[column] = new ExtendedDual(before[column], ExtendedReal.ONE);
      }
      ExtendedDual t =
          new ExtendedDual(
              ExtendedReal.of(time(0)), column < 0 ? ExtendedReal.ONE : ExtendedReal.ZERO);
      ExtendedDual[] rates =
          rightHandSide(
              u, duals(parameters), t, new ExtendedDual[problem.model().components().size()]);
      return Arrays.stream(rates).map(ExtendedDual::slope).toArray(ExtendedReal[]::new);
    }

    /** The continuous extension. */
    ExtendedReal[] at(double t) {
      double theta = (t - start) / (end - start);
      ExtendedReal[] state = new ExtendedReal[before.length];
      for (int m = 0; m < state.length; m++) {
        state[m] = before[m].times(1 - theta).plus(next[m].times(theta));
      }
      boolean slopes = !(tableau instanceof RosenbrockTableau);
      ExtendedReal scale = (slopes ? h : ExtendedReal.ONE).times(theta).times(1 - theta);
      return sum(
          state,
          scale,
          i -> {
            double polynomial = 0;
            for (int j = tableau.interpolationRows() - 1; j >= 0; j--) {
              polynomial = polynomial * theta + tableau.interpolation(j, i);
            }
            return polynomial;
          });
    }
  }

  private <T extends Scalar<T>> T[] rightHandSide(T[] u, T[] parameters, T t, T[] cellRates) {
    int n = problem.grid().n();
    int cells = problem.grid().cells();
    T[] rates = u.clone();
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        problem.model().cell(new GridCell<>(problem, u, parameters, t, i, j), cellRates);
        for (int m = 0; m < cellRates.length; m++) {
          rates[m * cells + problem.grid().index(i, j)] = cellRates[m];
        }
      }
    }
    return rates;
  }

  private record GridCell<T extends Scalar<T>>(
      OdeProblem problem, T[] u, T[] parameters, T t, int i, int j) implements Cell<T> {
    @Override
    public T field(int component, int di, int dj) {
      return u[component * problem.grid().cells() + problem.grid().index(i + di, j + dj)];
    }

    @Override
    public T parameter(int index) {
      return parameters[index * problem.grid().cells() + problem.grid().index(i, j)];
    }

    @Override
    public T x() {
      return constant(problem.grid().coordinate(i));
    }

    @Override
    public T y() {
      return constant(problem.grid().coordinate(j));
    }

    @Override
    public T spacing() {
      return constant(problem.grid().spacing());
    }

    @Override
    public T constant(double value) {
      return t.constant(value);
    }
  }

  /** Gaussian elimination with partial pivoting in place; returns the order of the rows. */
  private static int[] eliminate(ExtendedReal[][] a) {
    int n = a.length;
    int[] order = new int[n];
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(a[i][k].high()) > Math.abs(a[pivot][k].high())) {
          pivot = i;
        }
      }
      order[k] = pivot;
      ExtendedReal[] row = a[pivot];
      a[pivot] = a[k];
      a[k] = row;
      for (int i = k + 1; i < n; i++) {
        ExtendedReal factor = a[i][k].dividedBy(a[k][k]);
        a[i][k] = factor;
        for (int j = k + 1; factor.high() != 0 && j < n; j++) {
          a[i][j] = a[i][j].minus(factor.times(a[k][j]));
        }
      }
    }
    return order;
  }

  private static ExtendedReal[] substitute(ExtendedReal[][] a, int[] order, ExtendedReal[] b) {
    int n = b.length;
    ExtendedReal[] x = b.clone();
    for (int k = 0; k < n; k++) {
      ExtendedReal swapped = x[order[k]];
      x[order[k]] = x[k];
      x[k] = swapped;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        x[i] = x[i].minus(a[i][j].times(x[j]));
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] = x[i].minus(a[i][j].times(x[j]));
      }
      x[i] = x[i].dividedBy(a[i][i]);
    }
    return x;
  }

  private static ExtendedReal[] extended(double[] values) {
    return Arrays.stream(values).mapToObj(ExtendedReal::of).toArray(ExtendedReal[]::new);
  }

  private static ExtendedDual[] duals(ExtendedReal[] values) {
    return Arrays.stream(values).map(ExtendedDual::constant).toArray(ExtendedDual[]::new);
  }

  private static double[] rounded(ExtendedReal[] values) {
    return Arrays.stream(values).mapToDouble(ExtendedReal::high).toArray();
  }
}
