package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Workspace;

/** Derivatives whose products are products with the matrices. */
abstract class MatrixDerivatives implements HostDerivatives {
  /* Hold a matrix during one call only; those that the system hands out keep their point. */
  private final HostSparseMatrix stateScratch;
  private final HostSparseMatrix parameterScratch;

  MatrixDerivatives(ModelSparsity sparsity, Workspace workspace) {
    stateScratch = new HostSparseMatrix(sparsity.state(), workspace);
    parameterScratch = new HostSparseMatrix(sparsity.parameters(), workspace);
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    jacobian(at, stateScratch);
    stateScratch.times(v, result);
  }

  @Override
  public void vectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    jacobian(at, stateScratch);
    stateScratch.timesTransposed(w, result);
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
