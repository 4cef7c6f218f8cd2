package org.stiffgrad.model;

import org.jspecify.annotations.Nullable;

/**
 * A right-hand side and its derivatives as plain code on host arrays, written by hand for one grid.
 * Arrays are in the layouts of {@link StencilModel}; results are overwritten.
 */
public interface HandWrittenDerivatives {
  /** {@code f(u, p, t)}. */
  void rightHandSide(double t, double[] u, double[] p, double[] result);

  /**
   * {@code J = f_u}.
   *
   * @param result the dense n x n matrix, column-major: row i, column j at {@code i + n * j}
   */
  void jacobian(double t, double[] u, double[] p, double[] result);

  /** A product {@code J^T w}. */
  @FunctionalInterface
  interface VectorJacobianProduct {
    /** {@code result = J(u, p, t)^T w}. */
    void apply(double t, double[] u, double[] p, double[] w, double[] result);
  }

  /** The product {@code J^T w}, or null if it is to be computed from the Jacobian. */
  default @Nullable VectorJacobianProduct vectorJacobianProduct() {
    return null;
  }

  /** {@code f_p^T w}, of the length of the parameters. */
  void parameterVectorJacobianProduct(
      double t, double[] u, double[] p, double[] w, double[] result);

  /** {@code f_p dp}, of the length of the state. */
  void parameterJacobianVectorProduct(
      double t, double[] u, double[] p, double[] dp, double[] result);

  /** {@code grad_u (w . (J k + theta f_t))}. */
  void secondOrderState(
      double t, double[] u, double[] p, double[] k, double theta, double[] w, double[] result);

  /** {@code grad_p (w . (J k + theta f_t))}. */
  void secondOrderParameters(
      double t, double[] u, double[] p, double[] k, double theta, double[] w, double[] result);

  /** {@code f_t}, or null for a right-hand side that depends on time only by jumps. */
  default double @Nullable [] timeDerivative(double t, double[] u, double[] p) {
    return null;
  }
}
