package org.stiffgrad.expression;

/**
 * The roles of the vectors that a stencil program reads.
 *
 * <p>Shapes: STATE, DIRECTION and WEIGHT have {@code components * N^2} elements, PARAMETERS and
 * PARAMETER_DIRECTION {@code parameters * N^2}.
 */
public enum StencilOperand {
  /** The state u. */
  STATE,
  /** The parameters p. */
  PARAMETERS,
  /** A tangent v or k of the state. */
  DIRECTION,
  /** A tangent of the parameters. */
  PARAMETER_DIRECTION,
  /** An adjoint w of the state's time derivative. */
  WEIGHT
}
