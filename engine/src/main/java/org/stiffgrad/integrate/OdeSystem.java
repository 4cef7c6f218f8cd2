package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;

/**
 * What a one-step method asks of {@code u' = f(u, t)}. Results are overwritten and must be none of
 * the arguments, except in {@link #solve}.
 */
public interface OdeSystem {
  /** The length of u. */
  int dimension();

  /** {@code f(u, t)}. */
  void rightHandSide(double t, Buffer u, Buffer result);

  /**
   * Says that {@link #rightHandSide} will be asked for at times of which a step evaluates f; of use
   * to a system which can prepare for several times together.
   *
   * @param times in the first elements
   * @param count how many
   */
  default void anticipate(double[] times, int count) {}

  /** Whether f_t is identically zero. */
  boolean isAutonomous();

  /** {@code f_t(u, t)}. */
  void timeDerivative(double t, Buffer u, Buffer result);

  /** Evaluates the Jacobian {@code J = f_u} at {@code (u, t)}. */
  void linearize(double t, Buffer u);

  /**
   * Factors {@code W = shift I - J} with the Jacobian of the last {@link #linearize}.
   *
   * @return whether W is nonsingular
   */
  boolean factor(double shift);

  /**
   * The norm of a local error that steps are controlled by: {@link
   * VectorOperations#weightedRmsNorm} of all elements, unless a system leaves some of them out.
   */
  default double errorNorm(
      VectorOperations vectors,
      Buffer error,
      Buffer before,
      Buffer after,
      double abstol,
      double reltol) {
    return vectors.weightedRmsNorm(error, before, after, abstol, reltol);
  }

  /** Solves {@code W x = b} with the last factors; x may be the same buffer as b. */
  void solve(Buffer b, Buffer x);

  /**
   * Replaces parts of a method's estimate of the local error of which the system knows a better
   * one; by default none.
   *
   * @param step the step under test, accepted or not
   * @param error holds the method's estimate and receives the better one
   */
  default void estimateError(Step step, Buffer error) {}
}
