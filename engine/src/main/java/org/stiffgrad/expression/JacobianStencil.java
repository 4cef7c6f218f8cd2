package org.stiffgrad.expression;

import java.util.List;

/**
 * The nonzero pattern of a matrix of derivatives, such as {@code J = df/du} or {@code f_p}, and the
 * program that computes its values.
 *
 * <p>Output e of the program, in the cell (i, j), is the element in the row of field {@code
 * entries.get(e).row()} of that cell and the column of field {@code column()} of the cell {@code (i
 * + di, j + dj)}. On a grid so small that several offsets meet in one cell, their values add up.
 *
 * @param rowFields the number of fields that the rows belong to
 * @param columnFields the number of fields that the columns belong to
 * @param entries the pattern
 * @param program one output field per entry
 */
public record JacobianStencil(
    int rowFields, int columnFields, List<Entry> entries, StencilProgram program) {
  /** One entry of the pattern: row and column field, and the offset of the column's cell. */
  public record Entry(int row, int column, int di, int dj) {}

  public JacobianStencil {
    entries = List.copyOf(entries);
  }
}
