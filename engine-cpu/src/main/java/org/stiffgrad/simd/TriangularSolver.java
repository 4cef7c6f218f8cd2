package org.stiffgrad.simd;

import java.util.Arrays;

/**
 * Solves with triangular matrices, in place. A triangular matrix T is given by the distances of
 * adjacent rows and columns, {@code T(i, l) = t[offset + i * row + l * column]}, one of which is 1;
 * a transposed matrix has them exchanged. Many right-hand sides are solved recursively: halves of
 * the triangle around a matrix product. One is solved by blocks of columns.
 *
 * <p>Triangle and right-hand sides stay set until they are set again. An instance serves one thread
 * at a time.
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
  private final double[] packed;

  private double[] t = {};
  private int row;
  private int column;
  private boolean unit;
  private double[] b = {};
  private int columns;
  private int distance;

  TriangularSolver(SimdKernels kernels) {
    panels = kernels.panels();
    gemm = new Gemm(kernels);
    int lanes = panels.lanes();
    // Triangles of order two are too small to be worth their calls.
    leaf = lanes > 2 ? lanes : BLOCK;
    packed = new double[lanes * (lanes + 1)];
  }

  /** The product that the solver uses, free for others between its calls. */
  Gemm gemm() {
    return gemm;
  }

  /**
   * Sets the triangle.
   *
   * @param row the distance of adjacent rows
   * @param column the distance of adjacent columns
   * @param unit whether the diagonal is one and not read
   */
  TriangularSolver triangle(double[] elements, int row, int column, boolean unit) {
    t = elements;
    this.row = row;
    this.column = column;
    this.unit = unit;
    return this;
  }

  /** Sets the right-hand sides: contiguous columns at some distance. */
  TriangularSolver rightHandSides(double[] elements, int columns, int distance) {
    b = elements;
    this.columns = columns;
    this.distance = distance;
    return this;
  }

  /**
   * Solves {@code T X = B} with T lower triangular.
   *
   * @param n the order of T
   * @param offset where T begins
   * @param start where B begins
   */
  void forward(int n, int offset, int start) {
    if (columns == 1) {
      forwardOne(n, offset, start);
    } else if (n <= leaf) {
      if (n == panels.lanes() && columns >= PACKING_PAYS) {
        pack(true, offset);
        panels.substituteForward(packed, columns, b, start, distance);
      } else {
        substitute(n, offset, start, 1);
      }
    } else {
      int half = half(n, leaf);
      forward(half, offset, start);
      gemm.left(t, offset + half * row, row, column)
          .right(b, start, 1, distance)
          .result(b, start + half, distance)
          .multiply(n - half, columns, half, -1, 1);
      forward(n - half, offset + half * (row + column), start + half);
    }
  }

  /** As {@link #forward} with T upper triangular. */
  void backward(int n, int offset, int start) {
    if (columns == 1) {
      backwardOne(n, offset, start);
    } else if (n <= leaf) {
      if (n == panels.lanes() && columns >= PACKING_PAYS) {
        pack(false, offset);
        panels.substituteBackward(packed, columns, b, start, distance);
      } else {
        substitute(n, offset + (n - 1) * (row + column), start + n - 1, -1);
      }
    } else {
      int half = half(n, leaf);
      backward(n - half, offset + half * (row + column), start + half);
      gemm.left(t, offset + half * column, row, column)
          .right(b, start + half, 1, distance)
          .result(b, start, distance)
          .multiply(half, columns, n - half, -1, 1);
      backward(half, offset, start);
    }
  }

  /** About half of n, a multiple of {@code unit}. */
  static int half(int n, int unit) {
    return (n + unit - 1) / unit / 2 * unit;
  }

  /** Packs a triangle for {@link PanelKernels#substituteForward} or its opposite. */
  private void pack(boolean lower, int offset) {
    int n = panels.lanes();
    Arrays.fill(packed, 0, n * n, 0);
    for (int k = 0; k < n; k++) {
      double inverse = unit ? 1 : 1 / t[offset + k * (row + column)];
      packed[n * n + k] = inverse;
      int end = lower ? n : k;
      for (int i = lower ? k + 1 : 0; i < end; i++) {
        packed[k * n + i] = -t[offset + i * row + k * column] * inverse;
      }
    }
  }

  private void forwardOne(int n, int offset, int start) {
    for (int k = 0; k < n; k += BLOCK) {
      int size = Math.min(BLOCK, n - k);
      int diagonal = offset + k * (row + column);
      if (row != 1) {
        subtractDots(k, size, offset + k * row, start, start + k);
      }
      substitute(size, diagonal, start + k, 1);
      if (row == 1) {
        subtractColumns(n - k - size, size, diagonal + size, start + k, start + k + size);
      }
    }
  }

  private void backwardOne(int n, int offset, int start) {
    for (int k = (n - 1) / BLOCK * BLOCK; k >= 0; k -= BLOCK) {
      int size = Math.min(BLOCK, n - k);
      int diagonal = offset + k * (row + column);
      if (row != 1) {
        subtractDots(n - k - size, size, diagonal + size, start + k + size, start + k);
      }
      substitute(size, diagonal + (size - 1) * (row + column), start + k + size - 1, -1);
      if (row == 1) {
        subtractColumns(k, size, offset + k * column, start + k, start);
      }
    }
  }

  /** {@code b[to ...] -= A b[from ...]} with contiguous columns of A. */
  private void subtractColumns(int rows, int width, int offset, int from, int to) {
    if (width == BLOCK) {
      panels.subtractProduct(rows, t, offset, column, b, from, b, to);
    } else {
      for (int j = 0; j < width; j++) {
        panels.axpy(rows, -b[from + j], t, offset + j * column, b, to);
      }
    }
  }

  /** {@code b[to ...] -= A^T b[from ...]} with contiguous columns of A. */
  private void subtractDots(int rows, int width, int offset, int from, int to) {
    if (width == BLOCK) {
      panels.subtractTransposedProduct(rows, t, offset, row, b, from, b, to);
    } else {
      for (int j = 0; j < width; j++) {
        b[to + j] -= panels.dot(rows, t, offset + j * row, b, from);
      }
    }
  }

  /**
   * Substitution within one block: forward, or backward as forward with all indices counted from
   * the end.
   *
   * @param n the order, at most {@link PanelKernels#BLOCK}
   * @param offset the first element of the triangle's diagonal in the direction of the substitution
   * @param start the first unknown in that direction
   * @param step the direction, 1 or -1
   */
  private void substitute(int n, int offset, int start, int step) {
    if (n == BLOCK) {
      substituteWholeBlock(offset, start, step);
      return;
    }
    for (int j = 0; j < columns; j++) {
      int first = start + j * distance;
      for (int i = 0; i < n; i++) {
        double sum = b[first + i * step];
        int at = offset + i * row * step;
        for (int l = 0; l < i; l++) {
          sum = Math.fma(-t[at + l * column * step], b[first + l * step], sum);
        }
        b[first + i * step] = unit ? sum : sum / t[at + i * column * step];
      }
    }
  }

  /**
   * Unrolled, so that the unknowns stay in registers; the divisions are done once for all columns,
   * and the columns, which do not depend on each other, overlap.
   */
  private void substituteWholeBlock(int offset, int start, int step) {
    double[] t = this.t;
    double[] x = b;
    int row = this.row * step;
    int next = row + column * step;
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
