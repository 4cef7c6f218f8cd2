package org.stiffgrad.linear;

import org.stiffgrad.backend.DenseMatrix;

/**
 * A sparse matrix of derivatives, such as {@code J = df/du} or {@code f_p}, at the point where its
 * owner was last linearised.
 */
public interface JacobianMatrix {
  int rows();

  int columns();

  /**
   * {@code w = shift I - A} as a dense matrix, for a square matrix A.
   *
   * @param w square of order {@link #rows()}, fully overwritten
   */
  void assembleShifted(double shift, DenseMatrix w);

  /**
   * {@code result = result + A s}.
   *
   * @param s of {@link #columns()} rows
   * @param result of {@link #rows()} rows and as many columns as s; does not overlap s
   */
  void addProduct(DenseMatrix s, DenseMatrix result);

  /**
   * Adds neighbouring columns of A: {@code result(:, c) = result(:, c) + A(:, first + c)}.
   *
   * @param result of {@link #rows()} rows
   */
  void addColumns(int first, DenseMatrix result);
}
