package org.stiffgrad.simd;

/**
 * LU factorisation with partial pivoting by recursion over the columns (Toledo 1997): factor the
 * left half, apply its interchanges to the right half, solve with its unit lower triangle, subtract
 * the product, factor the rest, apply those interchanges to the left.
 */
final class RecursiveLu {
  private final PanelKernels panels;
  private final Gemm gemm;
  private final TriangularSolver triangular;

  RecursiveLu(PanelKernels panels, Gemm gemm, TriangularSolver triangular) {
    this.panels = panels;
    this.gemm = gemm;
    this.triangular = triangular;
  }

  /**
   * Factors a square matrix in place.
   *
   * @param interchanges receives at k the row exchanged with row k
   * @return 0, or one plus the first column without a pivot
   */
  int factor(int n, double[] a, int ld, int[] interchanges) {
    return factor(n, 0, n, a, ld, interchanges);
  }

  /** Factors the columns from {@code first} on, rows first to n, as a panel of its own. */
  private int factor(int n, int first, int columns, double[] a, int ld, int[] interchanges) {
    int corner = first * (ld + 1);
    if (columns <= PanelKernels.BLOCK) {
      int outcome = panels.factor(a, corner, ld, n - first, columns, interchanges, first);
      return outcome == 0 ? 0 : first + outcome;
    }
    int left = TriangularSolver.half(columns);
    int right = columns - left;
    int middle = first + left;
    int end = first + columns;
    int outcome = factor(n, first, left, a, ld, interchanges);
    if (outcome != 0) {
      return outcome;
    }
    int upperRight = corner + left * ld;
    interchange(interchanges, first, middle, a, middle * ld, ld, right);
    triangular.forward(left, right, true, a, corner, 1, ld, a, upperRight, ld);
    gemm.multiply(
        n - middle,
        right,
        left,
        -1,
        a,
        corner + left,
        1,
        ld,
        a,
        upperRight,
        1,
        ld,
        1,
        a,
        upperRight + left,
        ld);
    outcome = factor(n, middle, right, a, ld, interchanges);
    if (outcome == 0) {
      interchange(interchanges, middle, end, a, first * ld, ld, left);
    }
    return outcome;
  }

  /** Applies the interchanges of rows from {@code first} to {@code end} to some columns. */
  static void interchange(
      int[] interchanges, int first, int end, double[] a, int offset, int ld, int columns) {
    for (int j = 0; j < columns; j++) {
      int column = offset + j * ld;
      for (int k = first; k < end; k++) {
        exchange(a, column + k, column + interchanges[k]);
      }
    }
  }

  /** Takes the interchanges of all rows back, in reverse order. */
  static void revertInterchange(int[] interchanges, double[] a, int offset, int ld, int columns) {
    for (int j = 0; j < columns; j++) {
      int column = offset + j * ld;
      for (int k = interchanges.length - 1; k >= 0; k--) {
        exchange(a, column + k, column + interchanges[k]);
      }
    }
  }

  private static void exchange(double[] a, int i, int j) {
    double former = a[i];
    a[i] = a[j];
    a[j] = former;
  }
}
