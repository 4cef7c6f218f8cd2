package org.stiffgrad.simd;

import java.util.Arrays;

/**
 * Solves with triangular matrices, in place. A triangular matrix T is given by the distances of
 * adjacent rows and columns, {@code T(i, l) = t[offset + i * row + l * column]}, one of which is 1;
 * a transposed matrix has them exchanged. Right-hand sides are solved recursively: halves of the
 * triangle around a matrix product.
 */
final class TriangularSolver {
  private static final int BLOCK = PanelKernels.BLOCK;

  /** Fewer right-hand sides do not repay packing a triangle. */
  private static final int PACKING_PAYS = 4;

  private final PanelKernels panels;
  private final Gemm gemm;

  /** The largest triangle that is solved without recursion. */
  private final int leaf;

  /** One packed triangle. */
  private final double[] triangle;

  TriangularSolver(PanelKernels panels, Gemm gemm) {
    this.panels = panels;
    this.gemm = gemm;
    // Triangles of order two are too small to be worth their calls.
    leaf = panels.lanes() > 2 ? panels.lanes() : BLOCK;
    triangle = new double[panels.lanes() * (panels.lanes() + 1)];
  }

  /** Solves {@code T X = B} with T lower triangular of order n, for every column of B. */
  void forward(
      int n,
      int columns,
      boolean unit,
      double[] t,
      int offset,
      int row,
      int column,
      double[] b,
      int bOffset,
      int bColumn) {
    if (n <= leaf) {
      if (n == panels.lanes() && columns >= PACKING_PAYS) {
        packTriangle(true, unit, t, offset, row, column);
        panels.substituteForward(triangle, columns, b, bOffset, bColumn);
      } else {
        forwardBlock(n, columns, unit, t, offset, row, column, b, bOffset, bColumn);
      }
      return;
    }
    int half = half(n, leaf);
    int rest = n - half;
    forward(half, columns, unit, t, offset, row, column, b, bOffset, bColumn);
    gemm.multiply(
        rest,
        columns,
        half,
        -1,
        t,
        offset + half * row,
        row,
        column,
        b,
        bOffset,
        1,
        bColumn,
        1,
        b,
        bOffset + half,
        bColumn);
    forward(
        rest,
        columns,
        unit,
        t,
        offset + half * (row + column),
        row,
        column,
        b,
        bOffset + half,
        bColumn);
  }

  /** Solves {@code T X = B} with T upper triangular of order n, for every column of B. */
  void backward(
      int n,
      int columns,
      boolean unit,
      double[] t,
      int offset,
      int row,
      int column,
      double[] b,
      int bOffset,
      int bColumn) {
    if (n <= leaf) {
      if (n == panels.lanes() && columns >= PACKING_PAYS) {
        packTriangle(false, unit, t, offset, row, column);
        panels.substituteBackward(triangle, columns, b, bOffset, bColumn);
      } else {
        backwardBlock(n, columns, unit, t, offset, row, column, b, bOffset, bColumn);
      }
      return;
    }
    int half = half(n, leaf);
    int rest = n - half;
    backward(
        rest,
        columns,
        unit,
        t,
        offset + half * (row + column),
        row,
        column,
        b,
        bOffset + half,
        bColumn);
    gemm.multiply(
        half,
        columns,
        rest,
        -1,
        t,
        offset + half * column,
        row,
        column,
        b,
        bOffset + half,
        1,
        bColumn,
        1,
        b,
        bOffset,
        bColumn);
    backward(half, columns, unit, t, offset, row, column, b, bOffset, bColumn);
  }

  /** Fills {@link #triangle} as {@link PanelKernels#substituteForward} or its opposite needs it. */
  private void packTriangle(
      boolean lower, boolean unit, double[] t, int offset, int row, int column) {
    int n = panels.lanes();
    Arrays.fill(triangle, 0, n * n, 0);
    for (int k = 0; k < n; k++) {
      double inverse = unit ? 1 : 1 / t[offset + k * (row + column)];
      triangle[n * n + k] = inverse;
      int end = lower ? n : k;
      for (int i = lower ? k + 1 : 0; i < end; i++) {
        triangle[k * n + i] = -t[offset + i * row + k * column] * inverse;
      }
    }
  }

  /** About half of n, a multiple of {@code unit}. */
  static int half(int n, int unit) {
    return (n + unit - 1) / unit / 2 * unit;
  }

  /** Solves {@code T x = b} with T lower triangular of order n, for one vector. */
  void forward(
      int n, boolean unit, double[] t, int offset, int row, int column, double[] x, int xOffset) {
    for (int k = 0; k < n; k += BLOCK) {
      int size = Math.min(BLOCK, n - k);
      int diagonal = offset + k * (row + column);
      if (row != 1) {
        subtractDots(k, size, t, offset + k * row, row, x, xOffset, xOffset + k);
      }
      forwardBlock(size, 1, unit, t, diagonal, row, column, x, xOffset + k, 0);
      if (row == 1) {
        subtractColumns(
            n - k - size, size, t, diagonal + size, column, x, xOffset + k, xOffset + k + size);
      }
    }
  }

  /** Solves {@code T x = b} with T upper triangular of order n, for one vector. */
  void backward(
      int n, boolean unit, double[] t, int offset, int row, int column, double[] x, int xOffset) {
    for (int k = (n - 1) / BLOCK * BLOCK; k >= 0; k -= BLOCK) {
      int size = Math.min(BLOCK, n - k);
      int diagonal = offset + k * (row + column);
      if (row != 1) {
        subtractDots(
            n - k - size, size, t, diagonal + size, row, x, xOffset + k + size, xOffset + k);
      }
      backwardBlock(size, 1, unit, t, diagonal, row, column, x, xOffset + k, 0);
      if (row == 1) {
        subtractColumns(k, size, t, offset + k * column, column, x, xOffset + k, xOffset);
      }
    }
  }

  /** {@code x[to ...] -= A x[from ...]} with contiguous columns of A. */
  private void subtractColumns(
      int rows, int columns, double[] t, int offset, int ld, double[] x, int from, int to) {
    if (rows == 0) {
      return;
    }
    if (columns == BLOCK) {
      panels.subtractProduct(rows, t, offset, ld, x, from, x, to);
    } else {
      for (int j = 0; j < columns; j++) {
        panels.axpy(rows, -x[from + j], t, offset + j * ld, x, to);
      }
    }
  }

  /** {@code x[to ...] -= A^T x[from ...]} with contiguous columns of A. */
  private void subtractDots(
      int rows, int columns, double[] t, int offset, int ld, double[] x, int from, int to) {
    if (rows == 0) {
      return;
    }
    if (columns == BLOCK) {
      panels.subtractTransposedProduct(rows, t, offset, ld, x, from, x, to);
    } else {
      for (int j = 0; j < columns; j++) {
        x[to + j] -= panels.dot(rows, t, offset + j * ld, x, from);
      }
    }
  }

  private static void forwardBlock(
      int n,
      int columns,
      boolean unit,
      double[] t,
      int offset,
      int row,
      int column,
      double[] x,
      int start,
      int distance) {
    substitute(n, columns, unit, t, offset, row, column, x, start, distance, 1);
  }

  /** Backward substitution is forward substitution with all indices counted from the end. */
  private static void backwardBlock(
      int n,
      int columns,
      boolean unit,
      double[] t,
      int offset,
      int row,
      int column,
      double[] x,
      int start,
      int distance) {
    int last = offset + (n - 1) * (row + column);
    substitute(n, columns, unit, t, last, -row, -column, x, start + n - 1, distance, -1);
  }

  /**
   * Forward substitution within one block.
   *
   * @param n the order, at most {@link PanelKernels#BLOCK}
   * @param distance the distance between adjacent right-hand sides
   * @param step the distance between adjacent unknowns
   */
  private static void substitute(
      int n,
      int columns,
      boolean unit,
      double[] t,
      int offset,
      int row,
      int column,
      double[] x,
      int start,
      int distance,
      int step) {
    if (n == BLOCK) {
      substituteWholeBlock(columns, unit, t, offset, row, column, x, start, distance, step);
      return;
    }
    for (int j = 0; j < columns; j++) {
      int first = start + j * distance;
      for (int i = 0; i < n; i++) {
        double sum = x[first + i * step];
        int at = offset + i * row;
        for (int l = 0; l < i; l++) {
          sum = Math.fma(-t[at + l * column], x[first + l * step], sum);
        }
        x[first + i * step] = unit ? sum : sum / t[at + i * column];
      }
    }
  }

  /**
   * Unrolled, so that the unknowns stay in registers; the divisions are done once for all columns,
   * and the columns, which do not depend on each other, overlap.
   */
  private static void substituteWholeBlock(
      int columns,
      boolean unit,
      double[] t,
      int offset,
      int row,
      int column,
      double[] x,
      int start,
      int distance,
      int step) {
    int next = row + column;
    double d0 = unit ? 1 : 1 / t[offset];
    double d1 = unit ? 1 : 1 / t[offset + next];
    double d2 = unit ? 1 : 1 / t[offset + 2 * next];
    double d3 = unit ? 1 : 1 / t[offset + 3 * next];
    double d4 = unit ? 1 : 1 / t[offset + 4 * next];
    double d5 = unit ? 1 : 1 / t[offset + 5 * next];
    double d6 = unit ? 1 : 1 / t[offset + 6 * next];
    double d7 = unit ? 1 : 1 / t[offset + 7 * next];
    for (int j = 0; j < columns; j++) {
      int first = start + j * distance;
      double x0 = x[first] * d0;
      double x1 = x[first + step];
      double x2 = x[first + 2 * step];
      double x3 = x[first + 3 * step];
      double x4 = x[first + 4 * step];
      double x5 = x[first + 5 * step];
      double x6 = x[first + 6 * step];
      double x7 = x[first + 7 * step];
      int at = offset;
      x1 = Math.fma(-t[at + row], x0, x1) * d1;
      x2 = Math.fma(-t[at + 2 * row], x0, x2);
      x3 = Math.fma(-t[at + 3 * row], x0, x3);
      x4 = Math.fma(-t[at + 4 * row], x0, x4);
      x5 = Math.fma(-t[at + 5 * row], x0, x5);
      x6 = Math.fma(-t[at + 6 * row], x0, x6);
      x7 = Math.fma(-t[at + 7 * row], x0, x7);
      at += next;
      x2 = Math.fma(-t[at + row], x1, x2) * d2;
      x3 = Math.fma(-t[at + 2 * row], x1, x3);
      x4 = Math.fma(-t[at + 3 * row], x1, x4);
      x5 = Math.fma(-t[at + 4 * row], x1, x5);
      x6 = Math.fma(-t[at + 5 * row], x1, x6);
      x7 = Math.fma(-t[at + 6 * row], x1, x7);
      at += next;
      x3 = Math.fma(-t[at + row], x2, x3) * d3;
      x4 = Math.fma(-t[at + 2 * row], x2, x4);
      x5 = Math.fma(-t[at + 3 * row], x2, x5);
      x6 = Math.fma(-t[at + 4 * row], x2, x6);
      x7 = Math.fma(-t[at + 5 * row], x2, x7);
      at += next;
      x4 = Math.fma(-t[at + row], x3, x4) * d4;
      x5 = Math.fma(-t[at + 2 * row], x3, x5);
      x6 = Math.fma(-t[at + 3 * row], x3, x6);
      x7 = Math.fma(-t[at + 4 * row], x3, x7);
      at += next;
      x5 = Math.fma(-t[at + row], x4, x5) * d5;
      x6 = Math.fma(-t[at + 2 * row], x4, x6);
      x7 = Math.fma(-t[at + 3 * row], x4, x7);
      at += next;
      x6 = Math.fma(-t[at + row], x5, x6) * d6;
      x7 = Math.fma(-t[at + 2 * row], x5, x7);
      at += next;
      x7 = Math.fma(-t[at + row], x6, x7) * d7;
      x[first] = x0;
      x[first + step] = x1;
      x[first + 2 * step] = x2;
      x[first + 3 * step] = x3;
      x[first + 4 * step] = x4;
      x[first + 5 * step] = x5;
      x[first + 6 * step] = x6;
      x[first + 7 * step] = x7;
    }
  }
}
