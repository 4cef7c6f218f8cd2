package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.linear.JacobianMatrix;

/**
 * A right-hand side {@code f(u, p, t)} with its derivatives, on the buffers of one backend and for
 * the parameters that {@link #parameters()} holds.
 *
 * <p>State-shaped buffers have {@link #dimension()} elements, parameter-shaped ones {@link
 * #parameterCount()}. Results are overwritten and must be none of the arguments.
 */
public interface DifferentiatedSystem {
  int dimension();

  int parameterCount();

  /** The parameters in use; writing to this buffer changes the system. */
  Buffer parameters();

  /** {@code f(u, p, t)}. */
  void rightHandSide(double t, Buffer u, Buffer result);

  /** Whether f does not depend on time (apart from jumps at declared times). */
  boolean isAutonomous();

  /** {@code f_t(u, p, t)}. */
  void timeDerivative(double t, Buffer u, Buffer result);

  /** Evaluates {@code J = f_u} at {@code (u, p, t)}; {@link #jacobian()} then stands for it. */
  void linearize(double t, Buffer u);

  /** The Jacobian at the point of the last {@link #linearize}. */
  JacobianMatrix jacobian();

  /** {@code J v}. */
  void jacobianVectorProduct(double t, Buffer u, Buffer v, Buffer result);

  /** {@code J^T w}. */
  void vectorJacobianProduct(double t, Buffer u, Buffer w, Buffer result);

  /** {@code f_p dp}. */
  void parameterJacobianVectorProduct(double t, Buffer u, Buffer dp, Buffer result);

  /** {@code f_p^T w}, parameter-shaped. */
  void parameterVectorJacobianProduct(double t, Buffer u, Buffer w, Buffer result);

  /** {@code grad_u (w . (J k + f_t))}: how {@code J^T w} changes in time along {@code u' = k}. */
  void adjointTimeDerivative(double t, Buffer u, Buffer k, Buffer w, Buffer result);
}
