package org.stiffgrad.autodiff;

import java.util.ArrayList;
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
    jacobians = new MatrixCache(size, sparsity.state(), problem, workspace);
    parameterJacobians = new MatrixCache(size, sparsity.parameters(), problem, workspace);
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
    List<HostPoint> unknown = unknown(at, jacobians);
    if (!unknown.isEmpty()) {
      evaluateJacobians(unknown, rooms(unknown, jacobians));
    }
  }

  @Override
  public final void anticipateParameterJacobians(List<HostPoint> at) {
    List<HostPoint> unknown = unknown(at, parameterJacobians);
    if (!unknown.isEmpty()) {
      evaluateParameterJacobians(unknown, rooms(unknown, parameterJacobians));
    }
  }

  private static List<HostPoint> unknown(List<HostPoint> at, MatrixCache cache) {
    List<HostPoint> unknown = new ArrayList<>(at.size());
    for (HostPoint point : at) {
      if (cache.find(point) == null) {
        unknown.add(point);
      }
    }
    return unknown;
  }

  private static List<HostSparseMatrix> rooms(List<HostPoint> at, MatrixCache cache) {
    List<HostSparseMatrix> rooms = new ArrayList<>(at.size());
    for (HostPoint point : at) {
      rooms.add(cache.add(point));
    }
    return rooms;
  }

  private HostSparseMatrix jacobian(HostPoint at) {
    HostSparseMatrix known = jacobians.find(at);
    if (known != null) {
      return known;
    }
    HostSparseMatrix room = jacobians.add(at);
    evaluateJacobians(List.of(at), List.of(room));
    return room;
  }

  private HostSparseMatrix parameterJacobian(HostPoint at) {
    HostSparseMatrix known = parameterJacobians.find(at);
    if (known != null) {
      return known;
    }
    HostSparseMatrix room = parameterJacobians.add(at);
    evaluateParameterJacobians(List.of(at), List.of(room));
    return room;
  }

  @Override
  public final void jacobian(HostPoint at, HostSparseMatrix result) {
    result.copy(jacobian(at));
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
  public final void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    result.copy(parameterJacobian(at));
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    parameterJacobian(at).times(dp, result);
  }

  @Override
  public void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    parameterJacobian(at).timesTransposed(w, result);
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
