package org.stiffgrad.linear;

import org.stiffgrad.backend.DenseMatrix;

/** The Jacobian {@code J = df/du} at the point where its owner was last linearised. */
public interface JacobianMatrix {
  /** The order of the matrix. */
  int dimension();

  /**
   * {@code w = shift I - J} as a dense matrix.
   *
   * @param w square of order {@link #dimension()}, fully overwritten
   */
  void assembleShifted(double shift, DenseMatrix w);
}
