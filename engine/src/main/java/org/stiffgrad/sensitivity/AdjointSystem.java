package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.DenseOutput;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.linear.Factorization;

/**
 * The adjoint equation in reversed time {@code tau = -t}:
 *
 * <pre>
 *   dlambda/dtau = J(u(t), t)^T lambda,   its Jacobian J^T,
 *   its derivative in tau -(J_u[u'] + J_t)^T lambda.
 * </pre>
 *
 * <p>Reversing the sign of time is exact in floating point, so that times of the two passes agree
 * to the last bit. The state comes from the forward pass's dense output, u' from its derivative.
 */
final class AdjointSystem implements OdeSystem {
  private final DifferentiatedSystem system;
  private final Factorization factorization;
  private final DenseOutput forward;
  private final VectorOperations vectors;
  private final Work work;
  private final Buffer state;
  private final Buffer slope;
  private final double[] minusOne = {-1};
  private final Buffer[] single = new Buffer[1];
  private double stateTime = Double.NaN;

  AdjointSystem(
      DifferentiatedSystem system,
      Factorization factorization,
      DenseOutput forward,
      VectorOperations vectors,
      Workspace workspace,
      Work work) {
    this.system = system;
    this.factorization = factorization;
    this.forward = forward;
    this.vectors = vectors;
    this.work = work;
    state = workspace.allocate(system.dimension());
    slope = workspace.allocate(system.dimension());
  }

  /** The forward solution at a time; valid until the next call. */
  Buffer stateAt(double t) {
    if (t != stateTime) {
      forward.evaluate(t, state);
      stateTime = t;
    }
    return state;
  }

  @Override
  public int dimension() {
    return system.dimension();
  }

  @Override
  public void rightHandSide(double tau, Buffer lambda, Buffer result) {
    system.vectorJacobianProduct(-tau, stateAt(-tau), lambda, result);
    work.addVectorJacobianProducts(1);
  }

  @Override
  public boolean isAutonomous() {
    return false;
  }

  @Override
  public void timeDerivative(double tau, Buffer lambda, Buffer result) {
    forward.derivative(-tau, slope);
    system.secondOrderState(-tau, stateAt(-tau), slope, 1, lambda, result);
    single[0] = result;
    vectors.linearCombination(minusOne, single, 1, result);
  }

  @Override
  public void linearize(double tau, Buffer lambda) {
    system.linearize(-tau, stateAt(-tau));
  }

  @Override
  public boolean factor(double shift) {
    return factorization.factor(shift);
  }

  @Override
  public void solve(Buffer b, Buffer x) {
    factorization.solveTransposed(b, x);
  }
}
