package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by dual numbers.
 *
 * <p>A matrix is evaluated in chunks of its columns, one run of the model for each. {@code J v},
 * {@code f_p dp} and f_t are one run with one partial. For the derivatives of {@code J k + theta
 * f_t} the model runs with numbers that move along {@code (k, 0, theta)} and whose values and rates
 * are dual numbers.
 */
final class DualHostDerivatives extends MatrixDerivatives {
  private final HostRightHandSide rightHandSide;
  private final ColumnChunks stateChunks;
  private final ColumnChunks parameterChunks;
  private final ModelEvaluator<Dual> evaluator;
  private final Dual[] u;
  private final Dual[] p;
  private final Dual[] f;
  private final ModelEvaluator<Tangent<Dual>> movingEvaluator;
  private final Tangent<Dual>[] movingU;
  private final Tangent<Dual>[] fixedP;
  private final Tangent<Dual>[] movingF;

  DualHostDerivatives(
      OdeProblem problem,
      HostRightHandSide rightHandSide,
      ModelSparsity sparsity,
      Workspace workspace) {
    super(problem, sparsity, workspace);
    this.rightHandSide = rightHandSide;
    stateChunks = new ColumnChunks(sparsity.state());
    parameterChunks = new ColumnChunks(sparsity.parameters());
    evaluator = new ModelEvaluator<>(problem.model(), problem.grid());
    u = new Dual[problem.stateLength()];
    p = new Dual[problem.parameterLength()];
    f = new Dual[u.length];
    movingEvaluator = new ModelEvaluator<>(problem.model(), problem.grid());
    movingU = moving(u.length);
    fixedP = moving(p.length);
    movingF = moving(u.length);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Tangent<Dual>[] moving(int length) {
    return (Tangent<Dual>[]) new Tangent[length];
  }

  @Override
  public void rightHandSide(HostPoint at, double[] result) {
    rightHandSide.evaluate(at, result);
  }

  @Override
  public void timeDerivative(HostPoint at, double[] result) {
    fix(at.state(), u);
    fix(at.parameters(), p);
    evaluator.evaluate(Dual.of(at.time(), new double[] {1}), u, p, f);
    partials(result);
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    move(at.state(), v, u);
    fix(at.parameters(), p);
    evaluate(at);
    partials(result);
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    fix(at.state(), u);
    move(at.parameters(), dp, p);
    evaluate(at);
    partials(result);
  }

  private static void fix(double[] values, Dual[] arguments) {
    Arrays.setAll(arguments, i -> Dual.ofConstant(values[i]));
  }

  private static void move(double[] values, double[] direction, Dual[] arguments) {
    Arrays.setAll(arguments, i -> Dual.of(values[i], new double[] {direction[i]}));
  }

  private void partials(double[] result) {
    Arrays.setAll(result, i -> f[i].partial(0));
  }

  @Override
  void evaluateJacobian(HostPoint at, HostSparseMatrix result) {
    byStateColumns(at, () -> evaluate(at), result);
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    byStateColumns(at, () -> evaluateMoving(at, k, theta), result);
  }

  @Override
  public void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    byParameterColumns(at, () -> evaluate(at), result);
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    byParameterColumns(at, () -> evaluateMoving(at, k, theta), result);
  }

  private void byStateColumns(HostPoint at, Runnable evaluation, HostSparseMatrix result) {
    fix(at.parameters(), p);
    for (int chunk = 0; chunk < stateChunks.count(); chunk++) {
      stateChunks.seed(chunk, at.state(), u);
      evaluation.run();
      stateChunks.collect(chunk, f, result);
    }
  }

  private void byParameterColumns(HostPoint at, Runnable evaluation, HostSparseMatrix result) {
    fix(at.state(), u);
    for (int chunk = 0; chunk < parameterChunks.count(); chunk++) {
      parameterChunks.seed(chunk, at.parameters(), p);
      evaluation.run();
      parameterChunks.collect(chunk, f, result);
    }
  }

  /** Evaluates f at the arguments u and p. */
  private void evaluate(HostPoint at) {
    evaluator.evaluate(Dual.ofConstant(at.time()), u, p, f);
  }

  /** Evaluates {@code J k + theta f_t} at the arguments u and p, into f. */
  private void evaluateMoving(HostPoint at, double[] k, double theta) {
    Arrays.setAll(movingU, i -> Tangent.of(u[i], Dual.ofConstant(k[i])));
    Arrays.setAll(fixedP, i -> Tangent.fixed(p[i]));
    Dual t = Dual.ofConstant(at.time());
    Tangent<Dual> movingT = theta == 0 ? Tangent.fixed(t) : Tangent.of(t, Dual.ofConstant(theta));
    movingEvaluator.evaluate(movingT, movingU, fixedP, movingF);
    Arrays.setAll(f, i -> movingF[i].derivative());
  }
}
