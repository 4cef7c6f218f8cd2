package org.stiffgrad.backend;

/** Writes the dense iteration matrix of an implicit step from the entries of a Jacobian stencil. */
public interface DenseAssembler {
  /**
   * {@code w = shift I - J}.
   *
   * @param shift the multiple of the identity
   * @param entries the values of J as {@link org.stiffgrad.expression.JacobianStencil} lays them
   *     out, one field per entry
   * @param w receives the matrix; square of order {@code components * N^2}, fully overwritten
   */
  void assembleShifted(double shift, Buffer entries, DenseMatrix w);
}
