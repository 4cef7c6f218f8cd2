package org.stiffgrad.expression;

import java.util.List;

/**
 * The nonzero pattern of {@code J = df/du} and the program that computes its values.
 *
 * <p>Output e of the program, in the cell (i, j), is the element of J in the row of component
 * {@code entries.get(e).row()} of that cell and the column of component {@code column()} of the
 * cell {@code (i + di, j + dj)}. On a grid so small that several offsets meet in one cell, their
 * values add up.
 *
 * @param components the number of state components
 * @param entries the pattern
 * @param program one output field per entry; operands STATE, PARAMETERS
 */
public record JacobianStencil(int components, List<Entry> entries, StencilProgram program) {
  /** One entry of the pattern: row and column component, and the offset of the column's cell. */
  public record Entry(int row, int column, int di, int dj) {}

  public JacobianStencil {
    entries = List.copyOf(entries);
  }
}
