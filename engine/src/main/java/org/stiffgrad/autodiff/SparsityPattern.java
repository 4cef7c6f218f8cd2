package org.stiffgrad.autodiff;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.tape.Recording;
import org.stiffgrad.backend.InsufficientMemoryException;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.model.Grid;

/**
 * Where a matrix may be nonzero, column by column: the rows of column j are {@code row(k)} for
 * {@code start(j) <= k < start(j + 1)}, ascending.
 */
final class SparsityPattern {
  private final int rows;
  private final int[] columnStart;
  private final int[] rowIndex;
  private volatile @Nullable Colouring columnColouring;

  private SparsityPattern(int rows, int[] columnStart, int[] rowIndex) {
    this.rows = rows;
    this.columnStart = columnStart;
    this.rowIndex = rowIndex;
  }

  /** The pattern that a stencil has on a grid; offsets that meet in one cell become one element. */
  static SparsityPattern of(JacobianStencil stencil, Grid grid) {
    int cells = grid.cells();
    List<JacobianStencil.Entry> entries = stencil.entries();
    long[] elements = new long[length((long) entries.size() * cells)];
    int count = 0;
    for (JacobianStencil.Entry e : entries) {
      for (int j = 0; j < grid.n(); j++) {
        for (int i = 0; i < grid.n(); i++) {
          int row = e.row() * cells + grid.index(i, j);
          int column = e.column() * cells + grid.index(i + e.di(), j + e.dj());
          elements[count++] = (long) column << Integer.SIZE | row;
        }
      }
    }
    long[] distinct = Arrays.stream(elements).sorted().distinct().toArray();
    return ofElements(stencil.rowFields() * cells, stencil.columnFields() * cells, distinct);
  }

  /** Every element of a matrix. */
  static SparsityPattern full(int rows, int columns) {
    int[] columnStart = new int[columns + 1];
    int[] rowIndex = new int[length((long) rows * columns)];
    Arrays.setAll(columnStart, j -> j * rows);
    Arrays.setAll(rowIndex, k -> k % rows);
    return new SparsityPattern(rows, columnStart, rowIndex);
  }

  private static int length(long elements) {
    if (elements > Integer.MAX_VALUE) {
      throw new InsufficientMemoryException(
          "A matrix of derivatives has %d elements, more than one array can hold; choose a smaller grid."
              .formatted(elements));
    }
    return (int) elements;
  }

  /**
   * The pattern of given elements.
   *
   * @param elements {@code column * 2^32 + row}, ascending
   */
  private static SparsityPattern ofElements(int rows, int columns, long[] elements) {
    int[] columnStart = new int[columns + 1];
    int[] rowIndex = new int[elements.length];
    for (int k = 0; k < elements.length; k++) {
      columnStart[(int) (elements[k] >> Integer.SIZE) + 1]++;
      rowIndex[k] = (int) elements[k];
    }
    Arrays.parallelPrefix(columnStart, Integer::sum);
    return new SparsityPattern(rows, columnStart, rowIndex);
  }

  /** A colouring of the columns, found once. */
  Colouring columnColouring() {
    Colouring colouring = columnColouring;
    if (colouring == null) {
      colouring = Colouring.ofColumns(this);
      columnColouring = colouring;
    }
    return colouring;
  }

  /** The pattern of the transpose. */
  SparsityPattern transposed() {
    int[] start = new int[rows + 1];
    for (int row : rowIndex) {
      start[row + 1]++;
    }
    Arrays.parallelPrefix(start, Integer::sum);
    int[] next = Arrays.copyOf(start, rows);
    int[] columns = new int[rowIndex.length];
    for (int j = 0; j < columns(); j++) {
      for (int k = start(j); k < start(j + 1); k++) {
        columns[next[rowIndex[k]]++] = j;
      }
    }
    return new SparsityPattern(columns(), start, columns);
  }

  /** The elements in their order, for the programs of a recording. */
  Recording.Elements elements() {
    int[] columns = new int[size()];
    for (int j = 0; j < columns(); j++) {
      Arrays.fill(columns, start(j), start(j + 1), j);
    }
    return new Recording.Elements(rowIndex, columns);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columnStart.length - 1;
  }

  /** The number of elements. */
  int size() {
    return rowIndex.length;
  }

  /** The position of the first element of a column, or the number of elements after the last. */
  int start(int column) {
    return columnStart[column];
  }

  /** The row of the element at a position. */
  int row(int position) {
    return rowIndex[position];
  }
}
