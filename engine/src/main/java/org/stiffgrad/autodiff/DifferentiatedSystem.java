package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.linear.JacobianMatrix;

/**
 * A right-hand side {@code f(u, p, t)} with its derivatives, on the buffers of one backend and for
 * the parameters that {@link #parameters()} holds.
 *
 * <p>State-shaped buffers have {@link #dimension()} elements, parameter-shaped ones {@link
 * #parameterCount()}. Results are overwritten and must be none of the arguments. The matrices
 * handed out are the same objects throughout; linearising again changes their values.
 */
public interface DifferentiatedSystem {
  /** A state as a function of time. */
  @FunctionalInterface
  interface Trajectory {
    /** Evaluates the state at a time. */
    void evaluate(double t, Buffer result);
  }

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

  /**
   * Says that products with J or its transpose will be asked for along a trajectory. It changes no
   * result, and is of use where evaluating derivatives at several points together is cheaper.
   *
   * @param times holds the times in its first elements
   * @param count how many
   */
  default void anticipateProducts(double[] times, int count, Trajectory u) {}

  /** Says that products with f_p or its transpose will be; see {@link #anticipateProducts}. */
  default void anticipateParameterProducts(double[] times, int count, Trajectory u) {}

  /** {@code f_p dp}. */
  void parameterJacobianVectorProduct(double t, Buffer u, Buffer dp, Buffer result);

  /** {@code f_p^T w}, parameter-shaped. */
  void parameterVectorJacobianProduct(double t, Buffer u, Buffer w, Buffer result);

  /**
   * {@code grad_u (w . (J k + theta f_t))}. With {@code k = u'} and {@code theta = 1} this is how
   * {@code J^T w} changes in time.
   */
  void secondOrderState(double t, Buffer u, Buffer k, double theta, Buffer w, Buffer result);

  /** {@code grad_p (w . (J k + theta f_t))}, parameter-shaped. */
  void secondOrderParameters(double t, Buffer u, Buffer k, double theta, Buffer w, Buffer result);

  /**
   * Evaluates {@code f_p} at {@code (u, p, t)}; {@link #parameterJacobian()} then stands for it.
   */
  void linearizeParameters(double t, Buffer u);

  /** {@code f_p} at the point of the last {@link #linearizeParameters}. */
  JacobianMatrix parameterJacobian();

  /**
   * Evaluates the derivatives of {@code J k + theta f_t}, for fixed k, with respect to u and p;
   * {@link #stateSecondOrder()} and {@link #parameterSecondOrder()} then stand for them.
   */
  void linearizeSecondOrder(double t, Buffer u, Buffer k, double theta);

  /** {@code d(J k + theta f_t)/du} at the point of the last {@link #linearizeSecondOrder}. */
  JacobianMatrix stateSecondOrder();

  /** {@code d(J k + theta f_t)/dp} at the point of the last {@link #linearizeSecondOrder}. */
  JacobianMatrix parameterSecondOrder();
}
