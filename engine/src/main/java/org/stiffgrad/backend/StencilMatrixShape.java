package org.stiffgrad.backend;

import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.model.Grid;

/**
 * The shape of a stencil matrix on a grid, and the checks at the door of every {@link
 * StencilMatrix}; each throws {@link IllegalArgumentException}.
 */
public record StencilMatrixShape(int rows, int columns) {
  public static StencilMatrixShape of(JacobianStencil jacobian, Grid grid) {
    return new StencilMatrixShape(
        jacobian.rowFields() * grid.cells(), jacobian.columnFields() * grid.cells());
  }

  /** Checks that the shifted matrix exists and fits w. */
  public void checkShifted(DenseMatrix w) {
    if (rows != columns || w.rows() != rows || w.columns() != columns) {
      throw new IllegalArgumentException(
          "The iteration matrix is of order %d; it was to be written to a %d x %d matrix."
              .formatted(rows, w.rows(), w.columns()));
    }
  }

  /** Checks that the result can take as many of the columns as it has, from the first one given. */
  public void checkColumns(int first, DenseMatrix result) {
    if (result.rows() != rows || first < 0 || first + result.columns() > columns) {
      throw new IllegalArgumentException(
          "Columns %d to %d of a %d x %d stencil matrix were to be added to a %d x %d matrix."
              .formatted(
                  first,
                  first + result.columns() - 1,
                  rows,
                  columns,
                  result.rows(),
                  result.columns()));
    }
  }

  /** Checks that the product with s exists and fits the result. */
  public void checkProduct(DenseMatrix s, DenseMatrix result) {
    if (s.rows() != columns || result.rows() != rows || s.columns() != result.columns()) {
      throw new IllegalArgumentException(
          "The product of a %d x %d stencil matrix and a %d x %d matrix was to be added to a %d x %d matrix."
              .formatted(rows, columns, s.rows(), s.columns(), result.rows(), result.columns()));
    }
  }
}
