package org.stiffgrad.backend;

/**
 * Operations with the sparse matrix A that a {@link org.stiffgrad.expression.JacobianStencil}
 * describes on a grid. The values of its entries are passed in each call, laid out as the stencil's
 * program writes them: one field for each entry.
 *
 * <p>Shapes are checked once per call, by {@link IllegalArgumentException}.
 */
public interface StencilMatrix {
  /**
   * {@code w = shift I - A}, for a square A.
   *
   * @param shift the multiple of the identity
   * @param entries the values of A
   * @param w receives the matrix; square of the order of A, fully overwritten
   */
  void assembleShifted(double shift, Buffer entries, DenseMatrix w);

  /**
   * {@code result = result + factor A s}.
   *
   * @param entries the values of A
   * @param s as many rows as A has columns
   * @param result as many rows as A, as many columns as s; overlaps neither s nor the entries
   */
  void addProduct(double factor, Buffer entries, DenseMatrix s, DenseMatrix result);

  /**
   * Adds neighbouring columns of A: {@code result(:, c) = result(:, c) + factor A(:, first + c)}.
   *
   * @param entries the values of A
   * @param result as many rows as A
   */
  void addColumns(double factor, Buffer entries, int first, DenseMatrix result);
}
