package org.stiffgrad.integrate;

import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.Factorization;
import org.stiffgrad.tableau.RosenbrockTableau;
import org.stiffgrad.tableau.RungeKuttaTableau;
import org.stiffgrad.tableau.Tableau;

/**
 * The exact reverse of accepted steps, their sizes constants: from {@code lambda = dG/du_{n+1}} and
 * the derivatives of G with respect to values of the continuous extension to {@code dG/du_n} and
 * the step's share of dG/dp.
 *
 * <p>A bar denotes the derivative of G with respect to what it follows. The continuous extension
 * {@code u(T) = (1-T) u_n + T u_{n+1} + T(1-T) sum T^j r_j}, {@code r_j = sum H_ji k_i}, passes the
 * derivative with respect to its values on to u_n, u_{n+1} and the r_j. Then, backwards over the
 * stages,
 *
 * <pre>
 *   kbar_i = m_i lambda + sum_j H_ji rbar_j + sum over l &gt; i of (a_li Ubar_l + (C_li / h) z_l),
 *   z_i    = W^{-T} kbar_i,   Ubar_i = J(U_i)^T z_i,
 *   lambda + sum_i (Ubar_i + (d(J(u_n) k_i + h d_i f_t)/du)^T z_i)   is dG/du_n,
 *            sum_i (f_p(U_i)^T z_i + (d(J(u_n) k_i + h d_i f_t)/dp)^T z_i)   is added to dG/dp
 * </pre>
 *
 * <p>for a Rosenbrock method; for an explicit one {@code z_i = kbar_i}, there are neither C nor
 * second-order terms, and sums over stages are multiplied by h.
 *
 * <p>For each step, in descending order, call {@link #begin}, {@link #addLossGradient} for each
 * point of the loss within it, and {@link #finish}.
 */
public abstract class StepReversal {
  final DifferentiatedSystem system;
  final VectorOperations vectors;
  final Work work;

  /** z_i for each stage. */
  final Buffer[] stageAdjoints;

  private final Tableau tableau;
  private final StageSums sums;
  private final Buffer lambda;
  private final Buffer parameterGradient;
  private final Buffer after;
  private final Buffer argument;
  private final Buffer groupSum;
  private final Buffer parameterShare;

  /* What reaches dG/du_n past the arguments of stages. */
  private final Buffer direct;
  private final Buffer[] rowAdjoints;
  private final Buffer[] argumentAdjoints;

  /* lambda, rbar_0, ..., Ubar_0, ..., z_0, .... */
  private final Buffer[] adjoints;
  private final double[] coefficients;
  private final Buffer[] states;
  private final double[] stateWeights;
  private final double[] pointWeights;
  private final Buffer[] pair = new Buffer[2];
  private final double[] pairWeights = {1, 1};

  private StepRecord step;
  private EvaluationTimes times = EvaluationTimes.ALL;
  private boolean interior;

  StepReversal(
      Tableau tableau,
      DifferentiatedSystem system,
      VectorOperations vectors,
      Workspace workspace,
      Work work) {
    this.tableau = tableau;
    this.system = system;
    this.vectors = vectors;
    this.work = work;
    int n = system.dimension();
    int s = tableau.stages();
    int rows = tableau.interpolationRows();
    sums = new StageSums(tableau, vectors);
    lambda = workspace.allocate(n);
    after = workspace.allocate(n);
    argument = workspace.allocate(n);
    groupSum = workspace.allocate(n);
    direct = workspace.allocate(n);
    parameterGradient = workspace.allocate(system.parameterCount());
    parameterShare = workspace.allocate(system.parameterCount());
    rowAdjoints = allocate(rows, n, workspace);
    argumentAdjoints = allocate(s, n, workspace);
    stageAdjoints = allocate(s, n, workspace);
    adjoints = new Buffer[1 + rows + 2 * s];
    adjoints[0] = lambda;
    System.arraycopy(rowAdjoints, 0, adjoints, 1, rows);
    System.arraycopy(argumentAdjoints, 0, adjoints, 1 + rows, s);
    System.arraycopy(stageAdjoints, 0, adjoints, 1 + rows + s, s);
    coefficients = new double[adjoints.length];
    states = new Buffer[2 + s];
    stateWeights = new double[2 + s];
    pointWeights = new double[2 + rows];
    step = new StepRecord(after, stageAdjoints, vectors);
  }

  private static Buffer[] allocate(int count, int length, Workspace workspace) {
    Buffer[] vectors = new Buffer[count];
    for (int i = 0; i < count; i++) {
      vectors[i] = workspace.allocate(length);
    }
    return vectors;
  }

  /**
   * The reverse of the steps of a method.
   *
   * @param factorization holds the factors of a step's W when {@link #finish} is called, or is
   *     given them by {@link #refactor}; not used for an explicit method
   * @param work receives the counts of what is done
   */
  public static StepReversal of(
      Tableau method,
      DifferentiatedSystem system,
      Factorization factorization,
      VectorOperations vectors,
      Workspace workspace,
      Work work) {
    if (method instanceof RosenbrockTableau rosenbrock) {
      return new RosenbrockReversal(rosenbrock, system, factorization, vectors, workspace, work);
    }
    if (method instanceof RungeKuttaTableau rungeKutta) {
      return new RungeKuttaReversal(rungeKutta, system, vectors, workspace, work);
    }
    throw new AssertionError(method);
  }

  /** The derivative of G with respect to the state that was reached last; write its start here. */
  public final Buffer lambda() {
    return lambda;
  }

  /** The sum of all finished steps' shares of dG/dp. */
  public final Buffer parameterGradient() {
    return parameterGradient;
  }

  /**
   * Starts with a step, {@link #lambda()} being the derivative of G with respect to its end.
   *
   * @param interval the stretch within which it was taken
   */
  public final void begin(StepRecord taken, SmoothInterval interval) {
    step = taken;
    if (times.earliest() != interval.start() || times.latest() != interval.latest()) {
      times = new EvaluationTimes(interval.start(), interval.latest());
    }
    interior = false;
    sums.end(stepSize(), step.before(), step.stages(), after);
    vectors.fill(direct, 0);
    states[0] = step.before();
    states[1] = after;
    System.arraycopy(step.stages(), 0, states, 2, tableau.stages());
  }

  private double stepSize() {
    return step.end() - step.start();
  }

  /** The state at a time within the step, the same as {@link Step#interpolate} gave. */
  public final void interpolate(double t, Buffer result) {
    Interpolation.stageWeights(tableau, t, step.start(), step.end(), stateWeights);
    vectors.linearCombination(stateWeights, states, states.length, result);
  }

  /** Adds {@code weight gradient} to the derivative of G with respect to the state at a time. */
  public final void addLossGradient(double t, double weight, Buffer gradient) {
    double theta = Interpolation.fraction(t, step.start(), step.end());
    Interpolation.weights(theta, pointWeights);
    add(weight * pointWeights[0], gradient, direct);
    add(weight * pointWeights[1], gradient, lambda);
    if (theta == 0 || theta == 1) {
      return;
    }
    for (int j = 0; j < rowAdjoints.length; j++) {
      if (!interior) {
        vectors.fill(rowAdjoints[j], 0);
      }
      add(weight * pointWeights[2 + j], gradient, rowAdjoints[j]);
    }
    interior = true;
  }

  /** {@code sum = sum + factor term}. */
  final void add(double factor, Buffer term, Buffer sum) {
    pair[0] = sum;
    pair[1] = term;
    pairWeights[1] = factor;
    vectors.linearCombination(pairWeights, pair, 2, sum);
  }

  /** Factors the W of the step again; returns whether it is nonsingular. */
  public final boolean refactor() {
    return factor(times.clamp(step.start()), step.before(), stepSize());
  }

  /** Makes {@link #lambda()} the derivative of G with respect to the start of the step. */
  public final void finish() {
    double h = stepSize();
    if (!standsStill(h)) {
      for (int i = tableau.stages() - 1; i >= 0; i--) {
        stageAdjoint(i, h);
        if (evaluates(i)) {
          argumentAdjoint(i, h);
        }
      }
      addArgumentAdjoints();
    }
    add(1, direct, lambda);
    work.accepted++;
  }

  private void stageAdjoint(int i, double h) {
    double scale = tableau.stageScale(h);
    int arguments = 1 + rowAdjoints.length;
    int s = tableau.stages();
    coefficients[0] = scale * tableau.weight(i);
    for (int j = 0; j < rowAdjoints.length; j++) {
      coefficients[1 + j] = interior ? scale * tableau.interpolation(j, i) : 0;
    }
    for (int l = 0; l < s; l++) {
      boolean later = l > i;
      coefficients[arguments + l] = later && evaluates(l) ? scale * tableau.a(l, i) : 0;
      coefficients[arguments + s + l] = later ? coupling(l, i, h) : 0;
    }
    vectors.linearCombination(coefficients, adjoints, adjoints.length, stageAdjoints[i]);
    solve(stageAdjoints[i]);
    double t = times.clamp(step.start());
    addStartDependence(i, h, t, step.before(), step.stages()[i]);
  }

  /** {@code Ubar_i}, and what the value of f there contributes to dG/dp. */
  private void argumentAdjoint(int i, double h) {
    Buffer at = step.before();
    if (i > 0) {
      sums.argument(i, h, at, step.stages(), argument);
      at = argument;
    }
    double t = times.clamp(step.start() + tableau.abscissa(i) * h);
    Buffer adjoint = functionAdjoint(i);
    system.vectorJacobianProduct(t, at, adjoint, argumentAdjoints[i]);
    system.parameterVectorJacobianProduct(t, at, adjoint, parameterShare);
    work.addVectorJacobianProducts(2);
    add(1, parameterShare, parameterGradient);
  }

  /** The sum of z_l over the stages that use the value of f of stage i. */
  private Buffer functionAdjoint(int i) {
    Buffer sum = stageAdjoints[i];
    for (int l = i + 1; l < tableau.stages() && !evaluates(l); l++) {
      if (sum != groupSum) {
        vectors.copy(sum, groupSum);
        sum = groupSum;
      }
      add(1, stageAdjoints[l], groupSum);
    }
    return sum;
  }

  private void addArgumentAdjoints() {
    int arguments = 1 + rowAdjoints.length;
    for (int j = 0; j < coefficients.length; j++) {
      boolean argumentOfStage = j >= arguments && j < arguments + tableau.stages();
      coefficients[j] = argumentOfStage && evaluates(j - arguments) ? 1 : 0;
    }
    coefficients[0] = 1;
    vectors.linearCombination(coefficients, adjoints, adjoints.length, lambda);
  }

  /** Adds to what reaches dG/du_n and dG/dp other than by f at the arguments of stages. */
  final void addDirect(Buffer stateShare, Buffer parameters) {
    add(1, stateShare, direct);
    add(1, parameters, parameterGradient);
  }

  /** A parameter-shaped buffer for one term. */
  final Buffer parameterShare() {
    return parameterShare;
  }

  /** Whether stage i evaluates f, or uses the value of the stage before it. */
  abstract boolean evaluates(int i);

  /** The factor with which k_i enters the right side of stage l. */
  abstract double coupling(int l, int i, double h);

  /** Turns kbar_i into z_i. */
  abstract void solve(Buffer adjoint);

  /** Adds how stage i depends on u_n and p by what is evaluated at the start of the step. */
  abstract void addStartDependence(int i, double h, double t, Buffer before, Buffer stage);

  /** Whether a step of size h changes nothing at all. */
  abstract boolean standsStill(double h);

  abstract boolean factor(double t, Buffer before, double h);
}
