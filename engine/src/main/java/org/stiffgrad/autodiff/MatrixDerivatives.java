package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/** Derivatives whose products are products with the matrices. */
abstract class MatrixDerivatives implements HostDerivatives {
  /*
   * J where it was evaluated last. Stages of a step that share their time ask for it at one point, and
   * so do the end of a step and the start of the next.
   */
  private final HostSparseMatrix jacobian;
  private final HostPoint jacobianPoint;
  private boolean jacobianKnown;

  /* Hold a matrix during one call only; those that the system hands out keep their point. */
  private final HostSparseMatrix stateScratch;
  private final HostSparseMatrix parameterScratch;

  MatrixDerivatives(OdeProblem problem, ModelSparsity sparsity, Workspace workspace) {
    jacobian = new HostSparseMatrix(sparsity.state(), workspace);
    jacobianPoint = new HostPoint(problem, workspace);
    stateScratch = new HostSparseMatrix(sparsity.state(), workspace);
    parameterScratch = new HostSparseMatrix(sparsity.parameters(), workspace);
  }

  /** Evaluates J. */
  abstract void evaluateJacobian(HostPoint at, HostSparseMatrix result);

  private HostSparseMatrix jacobian(HostPoint at) {
    if (!jacobianKnown || !jacobianPoint.equalTo(at)) {
      jacobianKnown = false;
      evaluateJacobian(at, jacobian);
      jacobianPoint.set(at);
      jacobianKnown = true;
    }
    return jacobian;
  }

  @Override
  public final void jacobian(HostPoint at, HostSparseMatrix result) {
    double[] values = jacobian(at).values();
    System.arraycopy(values, 0, result.values(), 0, values.length);
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    jacobian(at).times(v, result);
  }

  @Override
  public void vectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    jacobian(at).timesTransposed(w, result);
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    parameterJacobian(at, parameterScratch);
    parameterScratch.times(dp, result);
  }

  @Override
  public void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    parameterJacobian(at, parameterScratch);
    parameterScratch.timesTransposed(w, result);
  }

  @Override
  public void secondOrderState(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    stateSecondOrder(at, k, theta, stateScratch);
    stateScratch.timesTransposed(w, result);
  }

  @Override
  public void secondOrderParameters(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    parameterSecondOrder(at, k, theta, parameterScratch);
    parameterScratch.timesTransposed(w, result);
  }
}
