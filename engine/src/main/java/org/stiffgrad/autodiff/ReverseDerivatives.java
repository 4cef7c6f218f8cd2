package org.stiffgrad.autodiff;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Workspace;

/** Derivatives whose matrices are obtained from products with the transposes. */
abstract class ReverseDerivatives implements HostDerivatives {
  private final ModelSparsity sparsity;
  private final Workspace workspace;
  private final HostSparseMatrix stateScratch;
  private final HostSparseMatrix parameterScratch;
  private @Nullable RowCompression stateRows;
  private @Nullable RowCompression parameterRows;

  ReverseDerivatives(ModelSparsity sparsity, Workspace workspace) {
    this.sparsity = sparsity;
    this.workspace = workspace;
    stateScratch = new HostSparseMatrix(sparsity.state(), workspace);
    parameterScratch = new HostSparseMatrix(sparsity.parameters(), workspace);
  }

  /** How matrices of the pattern of J are obtained; made when first needed. */
  final RowCompression stateRows() {
    RowCompression present = stateRows;
    if (present == null) {
      present = new RowCompression(sparsity.state(), workspace);
      stateRows = present;
    }
    return present;
  }

  /** How matrices of the pattern of f_p are obtained; made when first needed. */
  final RowCompression parameterRows() {
    RowCompression present = parameterRows;
    if (present == null) {
      present = new RowCompression(sparsity.parameters(), workspace);
      parameterRows = present;
    }
    return present;
  }

  /** A matrix of the pattern of J, for use during one call. */
  final HostSparseMatrix stateScratch() {
    return stateScratch;
  }

  @Override
  public void jacobian(HostPoint at, HostSparseMatrix result) {
    stateRows().evaluate((w, product) -> vectorJacobianProduct(at, w, product), result);
  }

  @Override
  public void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    parameterRows()
        .evaluate((w, product) -> parameterVectorJacobianProduct(at, w, product), result);
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    stateRows().evaluate((w, product) -> secondOrderState(at, k, theta, w, product), result);
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    parameterRows()
        .evaluate((w, product) -> secondOrderParameters(at, k, theta, w, product), result);
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    jacobian(at, stateScratch);
    stateScratch.times(v, result);
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    parameterJacobian(at, parameterScratch);
    parameterScratch.times(dp, result);
  }
}
