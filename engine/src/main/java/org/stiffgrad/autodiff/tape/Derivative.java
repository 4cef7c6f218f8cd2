package org.stiffgrad.autodiff.tape;

/**
 * What a {@link Recording} of {@code f(u, p, t)} has programs for. Operands: u is STATE, p
 * PARAMETERS, v or k DIRECTION with theta after its last element, dp PARAMETER_DIRECTION, w WEIGHT.
 */
public enum Derivative {
  /** The left sides of all comparisons that decided a branch, then their right sides. */
  GUARDS,
  /** {@code f}. */
  RIGHT_HAND_SIDE,
  /** {@code f_t}. */
  TIME_DERIVATIVE,
  /** The elements of {@code J = f_u}. */
  JACOBIAN,
  /** {@code J v}. */
  JACOBIAN_VECTOR_PRODUCT,
  /** {@code J^T w}. */
  VECTOR_JACOBIAN_PRODUCT,
  /** The elements of {@code f_p}. */
  PARAMETER_JACOBIAN,
  /** {@code f_p dp}. */
  PARAMETER_JACOBIAN_VECTOR_PRODUCT,
  /** {@code f_p^T w}. */
  PARAMETER_VECTOR_JACOBIAN_PRODUCT,
  /** The elements of {@code d(J k + theta f_t)/du}. */
  STATE_SECOND_ORDER,
  /** The elements of {@code d(J k + theta f_t)/dp}. */
  PARAMETER_SECOND_ORDER,
  /** {@code grad_u (w . (J k + theta f_t))}. */
  SECOND_ORDER_STATE,
  /** {@code grad_p (w . (J k + theta f_t))}. */
  SECOND_ORDER_PARAMETERS
}
