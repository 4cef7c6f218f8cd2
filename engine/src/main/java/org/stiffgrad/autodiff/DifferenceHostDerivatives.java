package org.stiffgrad.autodiff;

import java.util.Arrays;
import java.util.List;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by central differences, columns of one colour at a time.
 *
 * <p>The step of a variable x is a fraction of {@code max(|x|, s)}, where s is 1 or the largest
 * magnitude among all states or parameters if that is smaller: a difference relative to a variable
 * that is tiny for the time being would drown in the rounding of f. For the same reason s is no
 * smaller than what f makes of the states within the time span, which counts where all of them
 * leave zero. The fraction is {@code eps^(1/3)} for first derivatives, which balances truncation
 * and rounding, and {@code eps^(1/4)} in both directions for derivatives of {@code J k + theta
 * f_t}.
 */
final class DifferenceHostDerivatives extends MatrixDerivatives {
  private static final double FIRST_ORDER = Math.cbrt(Math.ulp(1.0));
  private static final double SECOND_ORDER = Math.sqrt(Math.sqrt(Math.ulp(1.0)));

  private final HostRightHandSide rightHandSide;
  private final Colouring stateColouring;
  private final Colouring parameterColouring;
  private final double timeScale;
  private final double[] jumps;
  private final HostPoint moved;
  private final HostPoint inner;
  private final double[] steps;
  private final double[] after;
  private final double[] before;
  private final double[] innerValue;
  private double stateScale = 1;

  /** A function of state and parameters that is differenced. */
  @FunctionalInterface
  private interface Function {
    void evaluate(HostPoint at, double[] result);
  }

  DifferenceHostDerivatives(
      OdeProblem problem,
      HostRightHandSide rightHandSide,
      ModelSparsity sparsity,
      Workspace workspace) {
    super(problem, sparsity, 1, workspace);
    this.rightHandSide = rightHandSide;
    stateColouring = sparsity.state().columnColouring();
    parameterColouring = sparsity.parameters().columnColouring();
    timeScale = Math.min(1, problem.span().end() - problem.span().start());
    jumps = problem.model().discontinuityTimes();
    moved = new HostPoint(problem, workspace);
    inner = new HostPoint(problem, workspace);
    int states = problem.stateLength();
    steps = workspace.allocateHost(Math.max(states, problem.parameterLength()));
    after = workspace.allocateHost(states);
    before = workspace.allocateHost(states);
    innerValue = workspace.allocateHost(states);
  }

  @Override
  public void rightHandSide(HostPoint at, double[] result) {
    rightHandSide.evaluate(at, result);
  }

  @Override
  public void timeDerivative(HostPoint at, double[] result) {
    Arrays.fill(result, 0.0);
    addTimeDerivative(at, FIRST_ORDER, 1, result);
  }

  @Override
  void evaluateJacobians(List<HostPoint> at, List<HostSparseMatrix> results) {
    for (int k = 0; k < at.size(); k++) {
      setStateScale(at.get(k));
      byStateColumns(at.get(k), FIRST_ORDER, rightHandSide::evaluate, results.get(k));
    }
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    setStateScale(at);
    byStateColumns(at, SECOND_ORDER, (x, r) -> moving(x, k, theta, r), result);
  }

  @Override
  void evaluateParameterJacobians(List<HostPoint> at, List<HostSparseMatrix> results) {
    for (int k = 0; k < at.size(); k++) {
      byParameterColumns(at.get(k), FIRST_ORDER, rightHandSide::evaluate, results.get(k));
    }
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    setStateScale(at);
    byParameterColumns(at, SECOND_ORDER, (x, r) -> moving(x, k, theta, r), result);
  }

  private void byStateColumns(
      HostPoint at, double fraction, Function function, HostSparseMatrix result) {
    moved.set(at);
    byColumns(at.state(), moved.state(), stateScale, fraction, function, stateColouring, result);
  }

  private void byParameterColumns(
      HostPoint at, double fraction, Function function, HostSparseMatrix result) {
    moved.set(at);
    double scale = scale(largest(at.parameters()));
    byColumns(
        at.parameters(), moved.parameters(), scale, fraction, function, parameterColouring, result);
  }

  /**
   * Differences a function of {@link #moved}.
   *
   * @param centre the variables about which to difference
   * @param variables the same variables of the moved point
   * @param scale the least size of a variable
   */
  private void byColumns(
      double[] centre,
      double[] variables,
      double scale,
      double fraction,
      Function function,
      Colouring colouring,
      HostSparseMatrix result) {
    for (int j = 0; j < centre.length; j++) {
      steps[j] = fraction * Math.max(Math.abs(centre[j]), scale);
    }
    for (int colour = 0; colour < colouring.count(); colour++) {
      move(colour, 1, centre, variables, colouring);
      function.evaluate(moved, after);
      move(colour, -1, centre, variables, colouring);
      function.evaluate(moved, before);
      collect(colour, centre, colouring, result);
    }
  }

  /** What states are at least taken to measure at a point; holds for the differences there. */
  private void setStateScale(HostPoint at) {
    rightHandSide.evaluate(at, innerValue);
    stateScale = scale(Math.max(largest(at.state()), timeScale * largest(innerValue)));
  }

  /** The smaller of 1 and a largest magnitude, 1 if that is zero. */
  private static double scale(double largest) {
    return largest == 0 ? 1 : Math.min(1, largest);
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private void move(
      int colour, int direction, double[] centre, double[] variables, Colouring colouring) {
    for (int j = 0; j < centre.length; j++) {
      variables[j] = colouring.of(j) == colour ? centre[j] + direction * steps[j] : centre[j];
    }
  }

  private void collect(int colour, double[] centre, Colouring colouring, HostSparseMatrix result) {
    SparsityPattern pattern = result.pattern();
    double[] values = result.values();
    for (int j = 0; j < centre.length; j++) {
      if (colouring.of(j) == colour) {
        double width = (centre[j] + steps[j]) - (centre[j] - steps[j]);
        for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
          values[k] = (after[pattern.row(k)] - before[pattern.row(k)]) / width;
        }
      }
    }
  }

  /** {@code J k + theta f_t}, each part by a difference of f. */
  private void moving(HostPoint at, double[] k, double theta, double[] result) {
    Arrays.fill(result, 0.0);
    double speed = largest(k);
    if (speed > 0) {
      double step = SECOND_ORDER * Math.max(largest(at.state()), stateScale) / speed;
      addAlong(at, k, step, 0.5 / step, result);
      addAlong(at, k, -step, -0.5 / step, result);
    }
    if (theta != 0) {
      addTimeDerivative(at, SECOND_ORDER, theta, result);
    }
  }

  /** {@code result = result + factor f(u + step k, p, t)}. */
  private void addAlong(HostPoint at, double[] k, double step, double factor, double[] result) {
    inner.set(at);
    double[] u = inner.state();
    for (int i = 0; i < u.length; i++) {
      u[i] += step * k[i];
    }
    addRightHandSide(factor, result);
  }

  private void addTimeDerivative(HostPoint at, double fraction, double factor, double[] result) {
    inner.set(at);
    double t = at.time();
    TimeDifference difference =
        TimeDifference.at(t, fraction * Math.max(Math.abs(t), timeScale), jumps);
    for (int i = 0; i < difference.points(); i++) {
      inner.setTime(difference.time(t, i));
      addRightHandSide(factor * difference.factor(i), result);
    }
  }

  /** {@code result = result + factor f} at the inner point. */
  private void addRightHandSide(double factor, double[] result) {
    rightHandSide.evaluate(inner, innerValue);
    for (int i = 0; i < result.length; i++) {
      result[i] += factor * innerValue[i];
    }
  }
}
