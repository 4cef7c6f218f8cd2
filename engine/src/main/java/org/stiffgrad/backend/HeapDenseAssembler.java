package org.stiffgrad.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.model.Grid;

/**
 * Dense assembly on the Java heap, shared by the CPU backends.
 *
 * <p>The matrix is written column by column: the column of component m and cell q holds, for every
 * entry e of that column component, {@code -entries_e(q - (di_e, dj_e))} in the row of the cell it
 * was read from, so that each column is brought into the cache once. Offsets that meet in one cell
 * of a small grid add up.
 */
public final class HeapDenseAssembler implements DenseAssembler {
  private final int components;
  private final int cells;
  private final ColumnEntry[][] columns;

  /** An entry of the Jacobian stencil, as seen from the column it belongs to. */
  private record ColumnEntry(int entry, int row, int[] sourceCells) {}

  public HeapDenseAssembler(JacobianStencil jacobian, Grid grid) {
    components = jacobian.components();
    cells = grid.cells();
    columns = new ColumnEntry[components][];
    Map<List<Integer>, int[]> sourceCells = new HashMap<>();
    for (int m = 0; m < components; m++) {
      List<ColumnEntry> ofColumn = new ArrayList<>();
      for (int e = 0; e < jacobian.entries().size(); e++) {
        JacobianStencil.Entry entry = jacobian.entries().get(e);
        if (entry.column() == m) {
          int[] from =
              sourceCells.computeIfAbsent(
                  List.of(-entry.di(), -entry.dj()), d -> shiftedCells(grid, d.get(0), d.get(1)));
          ofColumn.add(new ColumnEntry(e, entry.row(), from));
        }
      }
      columns[m] = ofColumn.toArray(ColumnEntry[]::new);
    }
  }

  private static int[] shiftedCells(Grid grid, int di, int dj) {
    int[] shifted = new int[grid.cells()];
    for (int j = 0; j < grid.n(); j++) {
      for (int i = 0; i < grid.n(); i++) {
        shifted[grid.index(i, j)] = grid.index(i + di, j + dj);
      }
    }
    return shifted;
  }

  @Override
  public void assembleShifted(double shift, Buffer entries, DenseMatrix w) {
    int order = components * cells;
    if (w.rows() != order || w.columns() != order) {
      throw new IllegalArgumentException(
          "The iteration matrix is of order %d; it was to be written to a %d x %d matrix."
              .formatted(order, w.rows(), w.columns()));
    }
    double[] values = HeapBuffer.elements(entries);
    double[] matrix = HeapBuffer.elements(w.elements());
    for (int m = 0; m < components; m++) {
      for (int q = 0; q < cells; q++) {
        int column = m * cells + q;
        int start = column * w.leadingDimension();
        Arrays.fill(matrix, start, start + order, 0.0);
        matrix[start + column] = shift;
        for (ColumnEntry e : columns[m]) {
          int cell = e.sourceCells()[q];
          matrix[start + e.row() * cells + cell] -= values[e.entry() * cells + cell];
        }
      }
    }
  }
}
