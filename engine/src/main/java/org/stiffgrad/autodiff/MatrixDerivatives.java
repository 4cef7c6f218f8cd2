package org.stiffgrad.autodiff;

import java.util.List;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives whose products are products with the matrices. J and f_p are kept where they were
 * evaluated last: stages of a step that share their time ask for them at one point, and so do the
 * end of a step and the start of the next.
 */
abstract class MatrixDerivatives implements HostDerivatives {
  /** Points that are evaluated together at most: the stages of a step, or a quadrature. */
  static final int MOST_POINTS = 16;

  private final MatrixCache jacobians;
  private final MatrixCache parameterJacobians;
  private final int pointsAtOnce;

  /* Hold a matrix during one call only. */
  private final HostSparseMatrix stateScratch;
  private final HostSparseMatrix parameterScratch;

  /**
   * @param pointsAtOnce at how many points matrices are evaluated together at most
   */
  MatrixDerivatives(
      OdeProblem problem, ModelSparsity sparsity, int pointsAtOnce, Workspace workspace) {
    this.pointsAtOnce = pointsAtOnce;
    int size = pointsAtOnce > 1 ? MOST_POINTS : 1;
    jacobians =
        new MatrixCache(size, sparsity.state(), this::evaluateJacobians, problem, workspace);
    parameterJacobians =
        new MatrixCache(
            size, sparsity.parameters(), this::evaluateParameterJacobians, problem, workspace);
    stateScratch = new HostSparseMatrix(sparsity.state(), workspace);
    parameterScratch = new HostSparseMatrix(sparsity.parameters(), workspace);
  }

  /** Evaluates J at points with the same parameters. */
  abstract void evaluateJacobians(List<HostPoint> at, List<HostSparseMatrix> results);

  /** Evaluates f_p at points with the same parameters. */
  abstract void evaluateParameterJacobians(List<HostPoint> at, List<HostSparseMatrix> results);

  @Override
  public final int pointsAtOnce() {
    return pointsAtOnce;
  }

  @Override
  public final void anticipateJacobians(List<HostPoint> at) {
    jacobians.anticipate(at);
  }

  @Override
  public final void anticipateParameterJacobians(List<HostPoint> at) {
    parameterJacobians.anticipate(at);
  }

  @Override
  public final void jacobian(HostPoint at, HostSparseMatrix result) {
    result.copy(jacobians.at(at));
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    jacobians.at(at).times(v, result);
  }

  @Override
  public void vectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    jacobians.at(at).timesTransposed(w, result);
  }

  @Override
  public final void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    result.copy(parameterJacobians.at(at));
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    parameterJacobians.at(at).times(dp, result);
  }

  @Override
  public void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    parameterJacobians.at(at).timesTransposed(w, result);
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
