package org.stiffgrad.sensitivity;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.ForwardSystem;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.linear.Factorization;
import org.stiffgrad.linear.JacobianMatrix;

/**
 * A system together with its derivatives {@code S = du/d(direction)} in c directions, each a
 * parameter, with its seed in E, or an initial state:
 *
 * <pre>
 *   u' = f(u, p, t),   S' = J(u, t) S + f_p(u, t) E.
 * </pre>
 *
 * <p>The state is (u, S) in one buffer of {@code n (1 + c)} elements, S column by column. With
 * {@code k} the part of a stage that belongs to u and K the one that belongs to S, the iteration
 * matrix of the whole is block-triangular:
 *
 * <pre>
 *   W k = b_u,   W K = b_S + M S_n + P E,   W = shift I - J(u_n, t_n),
 *   M = d(J k)/du,   P = d(J k)/dp   at (u_n, t_n),
 * </pre>
 *
 * since the derivative of {@code J S + f_p E} in the direction k of u is {@code M S + P E}. So only
 * W is factored, and one LU serves u and every column. These are also the equations that result
 * from differentiating the stages of the method for u with the step size held fixed: the numerical
 * S is the exact derivative of the numerical u.
 */
final class TangentSystem implements OdeSystem {
  private final DifferentiatedSystem system;
  private final Factorization factorization;

  /** How many of the columns u, S count in the error norm. */
  private final int controlledColumns;

  private final VectorOperations vectors;
  private final DenseAlgebra algebra;
  private final TangentDirections directions;
  private final int n;
  private final long tangentLength;
  private final Buffer noDirection;

  /* u and S where the iteration matrix belongs, at the start of a step. */
  private double startTime;
  private final Buffer startState;
  private final DenseMatrix startTangent;

  /* u and S at a stage, and what becomes of them. */
  private final Buffer state;
  private final DenseMatrix tangent;
  private final Buffer stateResult;
  private final DenseMatrix tangentResult;

  /** J or M as a dense matrix, or null if it multiplies by its nonzero entries. */
  private final @Nullable DenseMatrix dense;

  /** The columns of {@link #tangentResult} that are directions of parameters. */
  private DenseMatrix parameterColumns;

  TangentSystem(
      ForwardSystem forward,
      TangentDirections directions,
      SensitivityOptions options,
      ComputeBackend backend,
      Workspace workspace) {
    system = forward.system();
    factorization = forward.factorization();
    vectors = backend.vectors();
    algebra = backend.dense();
    this.directions = directions;
    int columns = directions.columns();
    controlledColumns =
        options.errorNorm() == SensitivityOptions.ErrorNorm.PARTIALS ? 1 + columns : 1;
    n = system.dimension();
    tangentLength = (long) n * columns;
    noDirection = workspace.allocate(n);
    startState = workspace.allocate(n);
    startTangent = newTangent(columns, workspace);
    state = workspace.allocate(n);
    tangent = newTangent(columns, workspace);
    stateResult = workspace.allocate(n);
    tangentResult = newTangent(columns, workspace);
    parameterColumns = tangentResult;
    dense =
        options.products() == SensitivityOptions.Products.DENSE
            ? new DenseMatrix(workspace.allocate((long) n * n), n, n, n)
            : null;
  }

  private DenseMatrix newTangent(int columns, Workspace workspace) {
    return new DenseMatrix(workspace.allocate((long) n * columns), n, columns, n);
  }

  @Override
  public int dimension() {
    return Math.toIntExact(n + tangentLength);
  }

  @Override
  public boolean isAutonomous() {
    return system.isAutonomous();
  }

  @Override
  public void rightHandSide(double t, Buffer u, Buffer result) {
    split(u, state, tangent);
    system.rightHandSide(t, state, stateResult);
    system.linearize(t, state);
    system.linearizeParameters(t, state);
    vectors.fill(tangentResult.elements(), 0);
    addDerivative(system.jacobian(), tangent, system.parameterJacobian());
    join(result);
  }

  @Override
  public void timeDerivative(double t, Buffer u, Buffer result) {
    split(u, state, tangent);
    system.timeDerivative(t, state, stateResult);
    system.linearizeSecondOrder(t, state, noDirection, 1);
    vectors.fill(tangentResult.elements(), 0);
    addDerivative(system.stateSecondOrder(), tangent, system.parameterSecondOrder());
    join(result);
  }

  @Override
  public void linearize(double t, Buffer u) {
    startTime = t;
    split(u, startState, startTangent);
  }

  /** Evaluates J anew, since the stages of a rejected attempt have left theirs. */
  @Override
  public boolean factor(double shift) {
    system.linearize(startTime, startState);
    return factorization.factor(shift);
  }

  @Override
  public void solve(Buffer b, Buffer x) {
    split(b, state, tangentResult);
    factorization.solve(state, stateResult);
    system.linearizeSecondOrder(startTime, startState, stateResult, 0);
    addDerivative(system.stateSecondOrder(), startTangent, system.parameterSecondOrder());
    factorization.solve(tangentResult);
    join(x);
  }

  /** Adds {@code A S + B E} to the columns of the result. */
  private void addDerivative(
      JacobianMatrix byState, DenseMatrix columns, JacobianMatrix byParameters) {
    if (dense == null) {
      byState.addProduct(columns, tangentResult);
    } else {
      vectors.fill(dense.elements(), 0);
      byState.addColumns(0, dense);
      algebra.gemm(Transpose.NO, Transpose.NO, 1, dense, columns, 1, tangentResult);
    }
    int count = directions.parameterCount();
    if (count != parameterColumns.columns()) {
      parameterColumns = new DenseMatrix(tangentResult.elements(), n, count, n);
    }
    if (count > 0) {
      byParameters.addColumns(directions.first(), parameterColumns);
    }
  }

  private void split(Buffer whole, Buffer u, DenseMatrix s) {
    vectors.copy(whole, 0, u, 0, n);
    vectors.copy(whole, n, s.elements(), 0, tangentLength);
  }

  private void join(Buffer whole) {
    vectors.copy(stateResult, 0, whole, 0, n);
    vectors.copy(tangentResult.elements(), 0, whole, n, tangentLength);
  }

  /**
   * The largest of the norms of u and of every column of S, or that of u alone. A mean over all
   * elements would let the error of u grow with the square root of the number of columns.
   */
  @Override
  public double errorNorm(
      VectorOperations operations,
      Buffer error,
      Buffer before,
      Buffer after,
      double abstol,
      double reltol) {
    return operations.largestWeightedRmsNorm(
        error, before, after, n, controlledColumns, abstol, reltol);
  }
}
