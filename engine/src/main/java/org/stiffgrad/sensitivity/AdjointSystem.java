package org.stiffgrad.sensitivity;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.linear.Factorization;

/**
 * The adjoint equation in reversed time {@code tau = -t}:
 *
 * <pre>
 *   dlambda/dtau = J(u(t), t)^T lambda + g_u,   its Jacobian J^T,
 *   its derivative in tau -(J_u[u'] + J_t)^T lambda + dg_u/dtau,
 * </pre>
 *
 * with g the integrand of the loss, if there is one; and the integrand {@code f_p^T lambda + g_p}
 * of the parameter integral with its derivative in tau.
 *
 * <p>Reversing the sign of time is exact in floating point, so that times of the two passes agree
 * to the last bit. The state comes from the forward pass's dense output, u' from its derivative.
 */
final class AdjointSystem implements OdeSystem {
  private final DifferentiatedSystem system;
  private final Factorization factorization;
  private final ForwardSolution forward;
  private final RunningLossTerms runningLoss;
  private final VectorOperations vectors;
  private final Workspace workspace;
  private final Work work;
  private final Buffer state;
  private final Buffer slope;
  private final double[] minusOne = {-1};
  private final Buffer[] single = new Buffer[1];
  private double[] times = {};
  private double stateTime = Double.NaN;

  /* The states at the times announced last, if they were needed: they are asked for again. */
  private final List<Buffer> announcedStates = new ArrayList<>();
  private double[] announcedTimes = {};
  private int announced;

  AdjointSystem(
      DifferentiatedSystem system,
      Factorization factorization,
      ForwardSolution forward,
      RunningLossTerms runningLoss,
      VectorOperations vectors,
      Workspace workspace,
      Work work) {
    this.system = system;
    this.factorization = factorization;
    this.forward = forward;
    this.runningLoss = runningLoss;
    this.vectors = vectors;
    this.workspace = workspace;
    this.work = work;
    state = workspace.allocate(system.dimension());
    slope = workspace.allocate(system.dimension());
  }

  /** The forward solution at a time; valid until the next call. */
  Buffer stateAt(double t) {
    for (int k = 0; k < announced; k++) {
      if (announcedTimes[k] == t) {
        return announcedStates.get(k);
      }
    }
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

  /** The number of parameters. */
  int parameterCount() {
    return system.parameterCount();
  }

  @Override
  public void rightHandSide(double tau, Buffer lambda, Buffer result) {
    Buffer u = stateAt(-tau);
    system.vectorJacobianProduct(-tau, u, lambda, result);
    work.addVectorJacobianProducts(1);
    runningLoss.addStateGradient(-tau, u, result);
  }

  @Override
  public void anticipate(double[] taus, int count) {
    announced = 0;
    system.anticipateProducts(negated(taus, count), count, this::announce);
  }

  /** Says that {@link #integrand} will be asked for at some times. */
  void anticipateIntegrand(double[] taus, int count) {
    announced = 0;
    system.anticipateParameterProducts(negated(taus, count), count, this::announce);
  }

  private void announce(double t, Buffer result) {
    if (announced == announcedStates.size()) {
      announcedStates.add(workspace.allocate(system.dimension()));
    }
    Buffer kept = announcedStates.get(announced);
    forward.evaluate(t, kept);
    vectors.copy(kept, result);
    announcedTimes[announced++] = t;
  }

  private double[] negated(double[] taus, int count) {
    if (times.length < count) {
      times = new double[count];
      announcedTimes = new double[count];
    }
    for (int k = 0; k < count; k++) {
      times[k] = -taus[k];
    }
    return times;
  }

  @Override
  public boolean isAutonomous() {
    return false;
  }

  @Override
  public void timeDerivative(double tau, Buffer lambda, Buffer result) {
    Buffer u = stateAt(-tau);
    forward.derivative(-tau, slope);
    system.secondOrderState(-tau, u, slope, 1, lambda, result);
    negate(result);
    runningLoss.addStateGradientChange(-tau, u, slope, forward, result);
  }

  /**
   * The integrand {@code f_p^T lambda + g_p} of the parameter integral.
   *
   * @param result of the length of the parameters
   */
  void integrand(double tau, Buffer lambda, Buffer result) {
    Buffer u = stateAt(-tau);
    parameterProduct(tau, u, lambda, result);
    runningLoss.addParameterGradient(-tau, u, result);
  }

  /** {@code f_p(u, t)^T w} for a given state. */
  void parameterProduct(double tau, Buffer u, Buffer w, Buffer result) {
    system.parameterVectorJacobianProduct(-tau, u, w, result);
    work.addVectorJacobianProducts(1);
  }

  /** The derivative of {@link #integrand} in tau, for fixed lambda. */
  void integrandTimeDerivative(double tau, Buffer lambda, Buffer result) {
    Buffer u = stateAt(-tau);
    forward.derivative(-tau, slope);
    system.secondOrderParameters(-tau, u, slope, 1, lambda, result);
    negate(result);
    runningLoss.addParameterGradientChange(-tau, u, slope, forward, result);
  }

  private void negate(Buffer x) {
    single[0] = x;
    vectors.linearCombination(minusOne, single, 1, x);
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
