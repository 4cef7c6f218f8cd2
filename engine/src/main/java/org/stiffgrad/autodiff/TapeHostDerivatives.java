package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.stiffgrad.autodiff.tape.Tape;
import org.stiffgrad.autodiff.tape.TapeNumber;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by sweeps over a tape that each call records, with those inputs as variables that it
 * differentiates with respect to.
 *
 * <p>For the derivatives of {@code J k + theta f_t} numbers that move along {@code (k, 0, theta)}
 * are recorded, and the tape is swept from their rates.
 */
final class TapeHostDerivatives extends ReverseDerivatives {
  private final HostRightHandSide rightHandSide;
  private final Tape tape;
  private final ModelEvaluator<TapeNumber> evaluator;
  private final TapeNumber[] u;
  private final TapeNumber[] p;
  private final TapeNumber[] f;
  private final ModelEvaluator<Tangent<TapeNumber>> movingEvaluator;
  private final Tangent<TapeNumber>[] movingU;
  private final Tangent<TapeNumber>[] fixedP;
  private final Tangent<TapeNumber>[] movingF;

  TapeHostDerivatives(
      OdeProblem problem,
      HostRightHandSide rightHandSide,
      ModelSparsity sparsity,
      Workspace workspace) {
    super(sparsity, workspace);
    this.rightHandSide = rightHandSide;
    tape = new Tape(workspace::allocateHost);
    evaluator = new ModelEvaluator<>(problem.model(), problem.grid());
    u = new TapeNumber[problem.stateLength()];
    p = new TapeNumber[problem.parameterLength()];
    f = new TapeNumber[u.length];
    movingEvaluator = new ModelEvaluator<>(problem.model(), problem.grid());
    movingU = moving(u.length);
    fixedP = moving(p.length);
    movingF = moving(u.length);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Tangent<TapeNumber>[] moving(int length) {
    return (Tangent<TapeNumber>[]) new Tangent[length];
  }

  @Override
  public void rightHandSide(HostPoint at, double[] result) {
    rightHandSide.evaluate(at, result);
  }

  @Override
  public void timeDerivative(HostPoint at, double[] result) {
    tape.clear();
    constants(at.state(), u);
    constants(at.parameters(), p);
    TapeNumber t = tape.variable(at.time());
    evaluator.evaluate(t, u, p, f);
    tape.clearDerivatives();
    tape.addDerivative(t, 1);
    sweepForward(result);
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    recordInState(at);
    seed(u, v);
    sweepForward(result);
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    recordInParameters(at);
    seed(p, dp);
    sweepForward(result);
  }

  @Override
  public void vectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    recordInState(at);
    sweepReverse(w, u, result);
  }

  @Override
  public void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    recordInParameters(at);
    sweepReverse(w, p, result);
  }

  @Override
  public void secondOrderState(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    recordMovingInState(at, k, theta);
    sweepReverse(w, u, result);
  }

  @Override
  public void secondOrderParameters(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    recordMovingInParameters(at, k, theta);
    sweepReverse(w, p, result);
  }

  @Override
  public void jacobian(HostPoint at, HostSparseMatrix result) {
    recordInState(at);
    stateRows().evaluate((w, product) -> sweepReverse(w, u, product), result);
  }

  @Override
  public void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    recordInParameters(at);
    parameterRows().evaluate((w, product) -> sweepReverse(w, p, product), result);
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    recordMovingInState(at, k, theta);
    stateRows().evaluate((w, product) -> sweepReverse(w, u, product), result);
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    recordMovingInParameters(at, k, theta);
    parameterRows().evaluate((w, product) -> sweepReverse(w, p, product), result);
  }

  private void variables(double[] values, TapeNumber[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = tape.variable(values[i]);
    }
  }

  private void constants(double[] values, TapeNumber[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = tape.constant(values[i]);
    }
  }

  private void recordInState(HostPoint at) {
    tape.clear();
    variables(at.state(), u);
    constants(at.parameters(), p);
    evaluator.evaluate(tape.constant(at.time()), u, p, f);
  }

  private void recordInParameters(HostPoint at) {
    tape.clear();
    constants(at.state(), u);
    variables(at.parameters(), p);
    evaluator.evaluate(tape.constant(at.time()), u, p, f);
  }

  private void recordMovingInState(HostPoint at, double[] k, double theta) {
    tape.clear();
    variables(at.state(), u);
    constants(at.parameters(), p);
    evaluateMoving(at, k, theta);
  }

  private void recordMovingInParameters(HostPoint at, double[] k, double theta) {
    tape.clear();
    constants(at.state(), u);
    variables(at.parameters(), p);
    evaluateMoving(at, k, theta);
  }

  /** Evaluates {@code J k + theta f_t} at the arguments u and p, into f. */
  private void evaluateMoving(HostPoint at, double[] k, double theta) {
    Arrays.setAll(movingU, i -> Tangent.of(u[i], tape.constant(k[i])));
    Arrays.setAll(fixedP, i -> Tangent.fixed(p[i]));
    TapeNumber t = tape.constant(at.time());
    Tangent<TapeNumber> movingT =
        theta == 0 ? Tangent.fixed(t) : Tangent.of(t, tape.constant(theta));
    movingEvaluator.evaluate(movingT, movingU, fixedP, movingF);
    Arrays.setAll(f, i -> movingF[i].derivative());
  }

  private void seed(TapeNumber[] numbers, double[] derivatives) {
    tape.clearDerivatives();
    for (int i = 0; i < numbers.length; i++) {
      tape.addDerivative(numbers[i], derivatives[i]);
    }
  }

  private void collect(TapeNumber[] numbers, double[] result) {
    for (int i = 0; i < numbers.length; i++) {
      result[i] = tape.derivative(numbers[i]);
    }
  }

  private void sweepForward(double[] result) {
    tape.sweepForward();
    collect(f, result);
  }

  /** The gradient of {@code w . f} with respect to the variables. */
  private void sweepReverse(double[] w, TapeNumber[] variables, double[] result) {
    seed(f, w);
    tape.sweepReverse();
    collect(variables, result);
  }
}
