package org.stiffgrad.simd;

/**
 * LU factorisation with partial pivoting by recursion over the columns (Toledo 1997): factor the
 * left half, apply its interchanges to the right half, solve with its unit lower triangle, subtract
 * the product, factor the rest, apply those interchanges to the left. The columns of a right half
 * do not depend on each other: threads may share them.
 */
final class RecursiveLu {
  /** The widest panel that is factored column by column. */
  private static final int LEAF = PanelKernels.BLOCK;

  /** The number of rows is padded to multiples of this, the longest vector. */
  private static final int ROW_UNIT = 8;

  /** Up to this order padding is worth copying the matrix. */
  private static final int LARGEST_PADDED = 192;

  /** About as many multiplications take the time of one interchange. */
  private static final int INTERCHANGE_COST = 16;

  private final PanelKernels panels;
  private final TriangularSolver[] solvers;
  private final Workers workers;
  private final Workers.Task update = this::update;
  private final Workers.Task interchangeLeft = this::interchangeLeft;
  private double[] padded = {};

  private double[] a = {};
  private int ld;
  private int rows;
  private int[] interchanges = {};

  /** The thread that factors, and whether the others help. */
  private int owner;

  private boolean shared;

  // The current halves: columns from first to middle and from there to end.
  private int first;
  private int middle;
  private int end;

  /**
   * A factorisation with its working memory.
   *
   * @param solvers one per worker
   */
  RecursiveLu(PanelKernels panels, TriangularSolver[] solvers, Workers workers) {
    this.panels = panels;
    this.solvers = solvers;
    this.workers = workers;
  }

  /**
   * Factors a square matrix in place.
   *
   * @param interchanges receives at k the row exchanged with row k
   * @return 0, or one plus the first column without a pivot
   */
  int factor(int n, double[] a, int ld, int[] interchanges) {
    int height = (n + ROW_UNIT - 1) / ROW_UNIT * ROW_UNIT;
    if (height == n || n > LARGEST_PADDED) {
      return matrix(n, a, ld, interchanges).factor(0, n, 0, true);
    }
    // Rows of zeros below the matrix never become pivots, and spare all loops a broken last vector.
    if (padded.length < height * n) {
      padded = new double[height * n];
    }
    panels.pack(n, n, a, 0, ld, padded, 0, height);
    int outcome = matrix(height, padded, height, interchanges).factor(0, n, 0, true);
    for (int j = 0; j < n; j++) {
      System.arraycopy(padded, j * height, a, j * ld, n);
    }
    return outcome;
  }

  /** Sets the matrix of which {@link #factor(int, int, int, boolean)} factors columns. */
  RecursiveLu matrix(int rows, double[] a, int ld, int[] interchanges) {
    this.rows = rows;
    this.a = a;
    this.ld = ld;
    this.interchanges = interchanges;
    return this;
  }

  /**
   * Factors some columns, from the row on that has the number of the first; rows are interchanged
   * in these columns only.
   *
   * @param worker the thread that calls this
   * @param shared whether others may help, which must not be so inside a shared task
   * @return 0, or one plus the first column without a pivot
   */
  int factor(int first, int columns, int worker, boolean shared) {
    owner = worker;
    this.shared = shared;
    return factor(first, columns);
  }

  /** Factors the columns from {@code first} on, from row first to the last, as a panel. */
  private int factor(int first, int columns) {
    if (columns <= LEAF) {
      int corner = first * (ld + 1);
      int outcome = panels.factor(a, corner, ld, rows - first, columns, interchanges, first);
      return outcome == 0 ? 0 : first + outcome;
    }
    int left = TriangularSolver.half(columns, LEAF);
    int right = columns - left;
    int outcome = factor(first, left);
    if (outcome != 0) {
      return outcome;
    }
    this.first = first;
    middle = first + left;
    if (!shared || (long) (rows - middle) * right * left < Workers.SHARING_PAYS) {
      update(owner, 0, right);
    } else {
      workers.share(right, LEAF, update);
    }
    outcome = factor(first + left, right);
    if (outcome == 0) {
      this.first = first;
      middle = first + left;
      end = first + columns;
      if (!shared || (long) right * left * INTERCHANGE_COST < Workers.SHARING_PAYS) {
        interchangeLeft(owner, 0, left);
      } else {
        workers.share(left, LEAF, interchangeLeft);
      }
    }
    return outcome;
  }

  /** Applies the interchanges of the right half to some columns of the left half. */
  private void interchangeLeft(int worker, int from, int to) {
    interchange(interchanges, middle, end, a, (first + from) * ld, ld, to - from);
  }

  /** Brings some columns right of the factored ones up to date. */
  private void update(int worker, int from, int to) {
    int left = middle - first;
    int corner = first * (ld + 1);
    int upper = first + (middle + from) * ld;
    int columns = to - from;
    interchange(interchanges, first, middle, a, (middle + from) * ld, ld, columns);
    TriangularSolver solver = solvers[worker];
    solver.triangle(a, 1, ld, true).rightHandSides(a, columns, ld).forward(left, corner, upper);
    solver
        .gemm()
        .left(a, corner + left, 1, ld)
        .right(a, upper, 1, ld)
        .result(a, upper + left, ld)
        .multiply(rows - middle, columns, left, -1, 1);
  }

  /** Applies the interchanges of rows from {@code first} to {@code end} to some columns. */
  static void interchange(
      int[] interchanges, int first, int end, double[] a, int offset, int ld, int columns) {
    int k = first;
    for (; k + 8 <= end; k += 8) {
      interchangeEight(interchanges, k, a, offset, ld, columns);
    }
    for (; k < end; k++) {
      int p = interchanges[k];
      for (int j = 0; j < columns; j++) {
        exchange(a, offset + j * ld + k, offset + j * ld + p);
      }
    }
  }

  /** Eight interchanges with their indices in registers. */
  private static void interchangeEight(
      int[] interchanges, int k, double[] a, int offset, int ld, int columns) {
    int p0 = interchanges[k];
    int p1 = interchanges[k + 1];
    int p2 = interchanges[k + 2];
    int p3 = interchanges[k + 3];
    int p4 = interchanges[k + 4];
    int p5 = interchanges[k + 5];
    int p6 = interchanges[k + 6];
    int p7 = interchanges[k + 7];
    for (int j = 0; j < columns; j++) {
      int column = offset + j * ld;
      exchange(a, column + k, column + p0);
      exchange(a, column + k + 1, column + p1);
      exchange(a, column + k + 2, column + p2);
      exchange(a, column + k + 3, column + p3);
      exchange(a, column + k + 4, column + p4);
      exchange(a, column + k + 5, column + p5);
      exchange(a, column + k + 6, column + p6);
      exchange(a, column + k + 7, column + p7);
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
