package org.stiffgrad.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
  private final List<HostPoint> anticipated = new ArrayList<>();
  private final Buffer anticipatedState;
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
    for (int k = 0; k < derivatives.pointsAtOnce(); k++) {
      anticipated.add(new HostPoint(problem, workspace));
    }
    anticipatedState = workspace.allocate(problem.stateLength());
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

  @Override
  public void anticipateProducts(double[] times, int count, Trajectory u) {
    eachGroup(times, count, u, derivatives::anticipateJacobians);
  }

  @Override
  public void anticipateParameterProducts(double[] times, int count, Trajectory u) {
    eachGroup(times, count, u, derivatives::anticipateParameterJacobians);
  }

  private void eachGroup(
      double[] times, int count, Trajectory u, Consumer<List<HostPoint>> anticipation) {
    int limit = derivatives.pointsAtOnce();
    if (limit == 1) {
      return;
    }
    for (int start = 0; start < count; start += limit) {
      List<HostPoint> group = anticipated.subList(0, Math.min(limit, count - start));
      for (int k = 0; k < group.size(); k++) {
        u.evaluate(times[start + k], anticipatedState);
        read(times[start + k], anticipatedState, group.get(k));
      }
      anticipation.accept(group);
    }
  }

  private HostPoint at(double t, Buffer u) {
    read(t, u, point);
    return point;
  }

  private void read(double t, Buffer u, HostPoint result) {
    result.setTime(t);
    u.read(result.state());
    parameters.read(result.parameters());
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
