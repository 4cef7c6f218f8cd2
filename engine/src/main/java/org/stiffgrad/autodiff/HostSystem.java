package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.JacobianMatrix;
import org.stiffgrad.problem.OdeProblem;

/** Derivatives that are computed on the host, between the buffers of a backend. */
final class HostSystem implements DifferentiatedSystem {
  private final HostDerivatives derivatives;
  private final boolean autonomous;
  private final Buffer parameters;
  private final HostPoint point;
  private final double[] v;
  private final double[] w;
  private final double[] dp;
  private final double[] stateResult;
  private final double[] parameterResult;
  private final HostSparseMatrix jacobian;
  private final HostSparseMatrix parameterJacobian;
  private final HostSparseMatrix stateSecondOrder;
  private final HostSparseMatrix parameterSecondOrder;

  /**
   * A system of a problem.
   *
   * @param autonomous whether f_t is identically zero
   */
  HostSystem(
      OdeProblem problem,
      HostDerivatives derivatives,
      ModelSparsity sparsity,
      boolean autonomous,
      Workspace workspace) {
    this.derivatives = derivatives;
    this.autonomous = autonomous;
    parameters = workspace.allocate(problem.parameters());
    point = new HostPoint(problem, workspace);
    v = workspace.allocateHost(problem.stateLength());
    w = workspace.allocateHost(problem.stateLength());
    dp = workspace.allocateHost(problem.parameterLength());
    stateResult = workspace.allocateHost(problem.stateLength());
    parameterResult = workspace.allocateHost(problem.parameterLength());
    jacobian = new HostSparseMatrix(sparsity.state(), workspace);
    parameterJacobian = new HostSparseMatrix(sparsity.parameters(), workspace);
    stateSecondOrder = new HostSparseMatrix(sparsity.state(), workspace);
    parameterSecondOrder = new HostSparseMatrix(sparsity.parameters(), workspace);
  }

  private HostPoint at(double t, Buffer u) {
    point.setTime(t);
    u.read(point.state());
    parameters.read(point.parameters());
    return point;
  }

  private static double[] read(Buffer buffer, double[] host) {
    buffer.read(host);
    return host;
  }

  /** The factor of f_t; zero spares the evaluation of what is zero. */
  private double effective(double theta) {
    return autonomous ? 0 : theta;
  }

  @Override
  public int dimension() {
    return stateResult.length;
  }

  @Override
  public int parameterCount() {
    return parameterResult.length;
  }

  @Override
  public Buffer parameters() {
    return parameters;
  }

  @Override
  public void rightHandSide(double t, Buffer u, Buffer result) {
    derivatives.rightHandSide(at(t, u), stateResult);
    result.write(stateResult);
  }

  @Override
  public boolean isAutonomous() {
    return autonomous;
  }

  @Override
  public void timeDerivative(double t, Buffer u, Buffer result) {
    if (autonomous) {
      Arrays.fill(stateResult, 0.0);
    } else {
      derivatives.timeDerivative(at(t, u), stateResult);
    }
    result.write(stateResult);
  }

  @Override
  public void linearize(double t, Buffer u) {
    derivatives.jacobian(at(t, u), jacobian);
  }

  @Override
  public JacobianMatrix jacobian() {
    return jacobian;
  }

  @Override
  public void jacobianVectorProduct(double t, Buffer u, Buffer direction, Buffer result) {
    derivatives.jacobianVectorProduct(at(t, u), read(direction, v), stateResult);
    result.write(stateResult);
  }

  @Override
  public void vectorJacobianProduct(double t, Buffer u, Buffer weight, Buffer result) {
    derivatives.vectorJacobianProduct(at(t, u), read(weight, w), stateResult);
    result.write(stateResult);
  }

  @Override
  public void parameterJacobianVectorProduct(double t, Buffer u, Buffer direction, Buffer result) {
    derivatives.parameterJacobianVectorProduct(at(t, u), read(direction, dp), stateResult);
    result.write(stateResult);
  }

  @Override
  public void parameterVectorJacobianProduct(double t, Buffer u, Buffer weight, Buffer result) {
    derivatives.parameterVectorJacobianProduct(at(t, u), read(weight, w), parameterResult);
    result.write(parameterResult);
  }

  @Override
  public void secondOrderState(
      double t, Buffer u, Buffer k, double theta, Buffer weight, Buffer result) {
    derivatives.secondOrderState(
        at(t, u), read(k, v), effective(theta), read(weight, w), stateResult);
    result.write(stateResult);
  }

  @Override
  public void secondOrderParameters(
      double t, Buffer u, Buffer k, double theta, Buffer weight, Buffer result) {
    derivatives.secondOrderParameters(
        at(t, u), read(k, v), effective(theta), read(weight, w), parameterResult);
    result.write(parameterResult);
  }

  @Override
  public void linearizeParameters(double t, Buffer u) {
    derivatives.parameterJacobian(at(t, u), parameterJacobian);
  }

  @Override
  public JacobianMatrix parameterJacobian() {
    return parameterJacobian;
  }

  @Override
  public void linearizeSecondOrder(double t, Buffer u, Buffer k, double theta) {
    derivatives.stateSecondOrder(at(t, u), read(k, v), effective(theta), stateSecondOrder);
    derivatives.parameterSecondOrder(point, v, effective(theta), parameterSecondOrder);
  }

  @Override
  public JacobianMatrix stateSecondOrder() {
    return stateSecondOrder;
  }

  @Override
  public JacobianMatrix parameterSecondOrder() {
    return parameterSecondOrder;
  }
}
