package org.stiffgrad.sensitivity;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;

/**
 * The adjoint equation together with the parameter integral mu, as one system for {@code (lambda,
 * mu)} in {@code tau = -t}:
 *
 * <pre>
 *   dlambda/dtau = J^T lambda + g_u,   dmu/dtau = f_p^T lambda + g_p,
 *
 *   W = [ s I - J^T    0  ]      x_lambda = (s I - J^T)^-1 b_lambda,
 *       [  -f_p^T     s I ],     x_mu     = (b_mu + f_p^T x_lambda) / s.
 * </pre>
 *
 * <p>W is block triangular: only its block of the state's size is factored, and that by the
 * factorisation of the forward pass.
 *
 * <p>The local error of mu is estimated by the difference to Gauss-Legendre quadrature of {@code
 * f_p^T lambda + g_p} with lambda from the continuous extension of the step. A method's own
 * estimate does not serve: that of Rodas5, whose two solutions evaluate f at the end of the step in
 * all that they do not share, is zero for a quadrature, whatever the integrand.
 *
 * <p>The errors of mu add up over some tens of steps, while those of lambda decay. Mu is therefore
 * held to a tenth of the tolerance: the error shown to the integrator is {@link #ERROR_FACTOR}
 * times the estimate.
 */
final class AugmentedAdjointSystem implements OdeSystem {
  /** What the estimated error of mu is multiplied by in the error of a step. */
  static final double ERROR_FACTOR = 10;

  private final AdjointSystem adjoint;
  private final VectorOperations vectors;
  private final int n;
  private final int q;
  private final Buffer lambda;
  private final Buffer lambdaResult;
  private final Buffer mu;
  private final Buffer muResult;
  private final Buffer linearizationState;
  private final GaussLegendre rule;
  private final double[] taus;
  private final Buffer interpolated;
  private final double[] coefficients = new double[2];
  private final Buffer[] terms = new Buffer[2];
  private double linearizationTime;
  private double shift;

  AugmentedAdjointSystem(
      AdjointSystem adjoint, SolverOptions options, VectorOperations vectors, Workspace workspace) {
    this.adjoint = adjoint;
    this.vectors = vectors;
    n = adjoint.dimension();
    q = adjoint.parameterCount();
    lambda = workspace.allocate(n);
    lambdaResult = workspace.allocate(n);
    mu = workspace.allocate(q);
    muResult = workspace.allocate(q);
    linearizationState = workspace.allocate(n);
    rule = new GaussLegendre(GaussAdjoint.points(options));
    taus = new double[rule.points()];
    interpolated = workspace.allocate(n + q);
  }

  @Override
  public int dimension() {
    return n + q;
  }

  @Override
  public void rightHandSide(double tau, Buffer y, Buffer result) {
    vectors.copy(y, 0, lambda, 0, n);
    adjoint.rightHandSide(tau, lambda, lambdaResult);
    adjoint.integrand(tau, lambda, muResult);
    join(lambdaResult, muResult, result);
  }

  @Override
  public void anticipate(double[] taus, int count) {
    adjoint.anticipate(taus, count);
    adjoint.anticipateIntegrand(taus, count);
  }

  @Override
  public boolean isAutonomous() {
    return false;
  }

  @Override
  public void timeDerivative(double tau, Buffer y, Buffer result) {
    vectors.copy(y, 0, lambda, 0, n);
    adjoint.timeDerivative(tau, lambda, lambdaResult);
    adjoint.integrandTimeDerivative(tau, lambda, muResult);
    join(lambdaResult, muResult, result);
  }

  @Override
  public void linearize(double tau, Buffer y) {
    vectors.copy(y, 0, lambda, 0, n);
    adjoint.linearize(tau, lambda);
    vectors.copy(adjoint.stateAt(-tau), linearizationState);
    linearizationTime = tau;
  }

  @Override
  public boolean factor(double newShift) {
    shift = newShift;
    return adjoint.factor(newShift);
  }

  @Override
  public void solve(Buffer b, Buffer x) {
    vectors.copy(b, 0, lambda, 0, n);
    vectors.copy(b, n, mu, 0, q);
    adjoint.solve(lambda, lambda);
    adjoint.parameterProduct(linearizationTime, linearizationState, lambda, muResult);
    add(1, muResult);
    coefficients[0] = 1 / shift;
    vectors.linearCombination(coefficients, terms, 1, mu);
    join(lambda, mu, x);
  }

  @Override
  public void estimateError(Step step, Buffer error) {
    double h = step.end() - step.start();
    vectors.fill(mu, 0);
    vectors.copy(step.after(), n, muResult, 0, q);
    add(ERROR_FACTOR, muResult);
    vectors.copy(step.before(), n, muResult, 0, q);
    add(-ERROR_FACTOR, muResult);
    for (int i = 0; i < rule.points(); i++) {
      taus[i] = step.start() + h * rule.node(i);
    }
    adjoint.anticipateIntegrand(taus, taus.length);
    for (int i = 0; i < rule.points(); i++) {
      double tau = taus[i];
      step.interpolate(tau, interpolated);
      vectors.copy(interpolated, 0, lambda, 0, n);
      adjoint.integrand(tau, lambda, muResult);
      add(-ERROR_FACTOR * h * rule.weight(i), muResult);
    }
    vectors.copy(mu, 0, error, n, q);
  }

  /** {@code mu = mu + factor term}. */
  private void add(double factor, Buffer term) {
    coefficients[0] = 1;
    coefficients[1] = factor;
    terms[0] = mu;
    terms[1] = term;
    vectors.linearCombination(coefficients, terms, 2, mu);
  }

  private void join(Buffer first, Buffer second, Buffer result) {
    vectors.copy(first, 0, result, 0, n);
    vectors.copy(second, 0, result, n, q);
  }
}
