package org.stiffgrad.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.model.Grid;

/**
 * Sparse stencil matrices on the Java heap, shared by the CPU backends.
 *
 * <p>Dense results are written column by column: the column of field m and cell q holds, for every
 * entry e of that field, {@code entries_e(q - (di_e, dj_e))} in the row of the cell it was read
 * from, so that each column is brought into the cache once. Offsets that meet in one cell of a
 * small grid add up. Products go row by row over four columns at a time, to read entries and
 * indices once for them and to add a row up in registers.
 */
public final class HeapStencilMatrix implements StencilMatrix {
  private final int cells;
  private final int rows;
  private final int columns;
  private final StencilMatrixShape shape;
  private final ColumnEntry[][] columnEntries;
  private final RowField[] rowFields;

  /** An entry of the stencil, as seen from the column it belongs to. */
  private record ColumnEntry(int entry, int row, int[] sourceCells) {}

  /**
   * The entries in the rows of one field: cell by cell, where each entry's value stands among the
   * values and which column of the matrix it belongs to.
   */
  private record RowField(int count, int[] values, int[] columns) {}

  public HeapStencilMatrix(JacobianStencil jacobian, Grid grid) {
    cells = grid.cells();
    rows = jacobian.rowFields() * cells;
    columns = jacobian.columnFields() * cells;
    shape = StencilMatrixShape.of(jacobian, grid);
    List<JacobianStencil.Entry> entries = jacobian.entries();
    Map<List<Integer>, int[]> sourceCells = new HashMap<>();
    columnEntries = new ColumnEntry[jacobian.columnFields()][];
    for (int m = 0; m < columnEntries.length; m++) {
      List<ColumnEntry> ofColumn = new ArrayList<>();
      for (int e = 0; e < entries.size(); e++) {
        JacobianStencil.Entry entry = entries.get(e);
        if (entry.column() == m) {
          int[] from =
              sourceCells.computeIfAbsent(
                  List.of(-entry.di(), -entry.dj()), d -> shiftedCells(grid, d.get(0), d.get(1)));
          ofColumn.add(new ColumnEntry(e, entry.row(), from));
        }
      }
      columnEntries[m] = ofColumn.toArray(ColumnEntry[]::new);
    }
    rowFields = new RowField[jacobian.rowFields()];
    for (int m = 0; m < rowFields.length; m++) {
      rowFields[m] = rowField(m, entries, grid);
    }
  }

  private static RowField rowField(int field, List<JacobianStencil.Entry> entries, Grid grid) {
    int[] inField =
        IntStream.range(0, entries.size()).filter(e -> entries.get(e).row() == field).toArray();
    int cells = grid.cells();
    int[] values = new int[cells * inField.length];
    int[] columns = new int[values.length];
    for (int k = 0; k < inField.length; k++) {
      JacobianStencil.Entry entry = entries.get(inField[k]);
      int[] sources = shiftedCells(grid, entry.di(), entry.dj());
      for (int q = 0; q < cells; q++) {
        values[q * inField.length + k] = inField[k] * cells + q;
        columns[q * inField.length + k] = entry.column() * cells + sources[q];
      }
    }
    return new RowField(inField.length, values, columns);
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
    shape.checkShifted(w);
    double[] values = HeapBuffer.elements(entries);
    double[] matrix = HeapBuffer.elements(w.elements());
    for (int column = 0; column < columns; column++) {
      int start = column * w.leadingDimension();
      Arrays.fill(matrix, start, start + rows, 0.0);
      matrix[start + column] = shift;
      addColumn(-1, values, column, matrix, start);
    }
  }

  @Override
  public void addColumns(double factor, Buffer entries, int first, DenseMatrix result) {
    shape.checkColumns(first, result);
    double[] values = HeapBuffer.elements(entries);
    double[] matrix = HeapBuffer.elements(result.elements());
    for (int c = 0; c < result.columns(); c++) {
      addColumn(factor, values, first + c, matrix, c * result.leadingDimension());
    }
  }

  private void addColumn(double factor, double[] values, int column, double[] matrix, int start) {
    int q = column % cells;
    for (ColumnEntry e : columnEntries[column / cells]) {
      int cell = e.sourceCells()[q];
      matrix[start + e.row() * cells + cell] += factor * values[e.entry() * cells + cell];
    }
  }

  @Override
  public void addProduct(double factor, Buffer entries, DenseMatrix s, DenseMatrix result) {
    shape.checkProduct(s, result);
    double[] values = HeapBuffer.elements(entries);
    double[] from = HeapBuffer.elements(s.elements());
    double[] to = HeapBuffer.elements(result.elements());
    for (int m = 0; m < rowFields.length; m++) {
      int c = 0;
      for (; c + 4 <= s.columns(); c += 4) {
        addToFour(
            factor,
            values,
            rowFields[m],
            from,
            c * s.leadingDimension(),
            s.leadingDimension(),
            to,
            c * result.leadingDimension() + m * cells,
            result.leadingDimension());
      }
      for (; c < s.columns(); c++) {
        addToOne(
            factor,
            values,
            rowFields[m],
            from,
            c * s.leadingDimension(),
            to,
            c * result.leadingDimension() + m * cells);
      }
    }
  }

  /** {@code y = y + factor A x} for the rows of one field and one column. */
  private void addToOne(
      double factor, double[] values, RowField rows, double[] x, int x0, double[] y, int y0) {
    int count = rows.count();
    int[] at = rows.values();
    int[] columns = rows.columns();
    for (int q = 0; q < cells; q++) {
      double sum = 0;
      for (int k = q * count; k < (q + 1) * count; k++) {
        sum += values[at[k]] * x[x0 + columns[k]];
      }
      y[y0 + q] += factor * sum;
    }
  }

  /** The same for four columns, so that entries and indices are read once for them. */
  private void addToFour(
      double factor,
      double[] values,
      RowField rows,
      double[] x,
      int x0,
      int xColumn,
      double[] y,
      int y0,
      int yColumn) {
    int count = rows.count();
    int[] at = rows.values();
    int[] columns = rows.columns();
    for (int q = 0; q < cells; q++) {
      double sum0 = 0;
      double sum1 = 0;
      double sum2 = 0;
      double sum3 = 0;
      for (int k = q * count; k < (q + 1) * count; k++) {
        double value = values[at[k]];
        int from = x0 + columns[k];
        sum0 += value * x[from];
        sum1 += value * x[from + xColumn];
        sum2 += value * x[from + 2 * xColumn];
        sum3 += value * x[from + 3 * xColumn];
      }
      int to = y0 + q;
      y[to] += factor * sum0;
      y[to + yColumn] += factor * sum1;
      y[to + 2 * yColumn] += factor * sum2;
      y[to + 3 * yColumn] += factor * sum3;
    }
  }
}
