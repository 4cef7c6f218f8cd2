package org.stiffgrad.autodiff;

import java.util.List;

/**
 * A right-hand side and its derivatives on host arrays: what a source that computes on the host
 * supplies to a {@link HostSystem}. Results are overwritten and are none of the arguments.
 *
 * <p>A source that computes matrices extends {@link MatrixDerivatives}, from which the products
 * follow; one that computes products with transposes extends {@link ReverseDerivatives}, from which
 * the matrices follow.
 */
interface HostDerivatives {
  /** At how many points matrices had better be evaluated together; 1 if there is nothing in it. */
  default int pointsAtOnce() {
    return 1;
  }

  /**
   * Says that products with {@code J} will be asked for at points with the same parameters.
   *
   * @param at at most {@link #pointsAtOnce}
   */
  default void anticipateJacobians(List<HostPoint> at) {}

  /** Says the same of {@code f_p}. */
  default void anticipateParameterJacobians(List<HostPoint> at) {}

  /** {@code f}. */
  void rightHandSide(HostPoint at, double[] result);

  /** {@code f_t}. */
  void timeDerivative(HostPoint at, double[] result);

  /** {@code J = f_u}. */
  void jacobian(HostPoint at, HostSparseMatrix result);

  /** {@code J v}. */
  void jacobianVectorProduct(HostPoint at, double[] v, double[] result);

  /** {@code J^T w}. */
  void vectorJacobianProduct(HostPoint at, double[] w, double[] result);

  /** {@code f_p}. */
  void parameterJacobian(HostPoint at, HostSparseMatrix result);

  /** {@code f_p dp}. */
  void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result);

  /** {@code f_p^T w}. */
  void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result);

  /** {@code d(J k + theta f_t)/du}. */
  void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result);

  /** {@code d(J k + theta f_t)/dp}. */
  void parameterSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result);

  /** {@code grad_u (w . (J k + theta f_t))}. */
  void secondOrderState(HostPoint at, double[] k, double theta, double[] w, double[] result);

  /** {@code grad_p (w . (J k + theta f_t))}. */
  void secondOrderParameters(HostPoint at, double[] k, double theta, double[] w, double[] result);
}
