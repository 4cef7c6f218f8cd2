package org.stiffgrad.simd;

/**
 * LU factorisation with partial pivoting of large matrices: panel by panel, each factored by
 * recursion and followed by an update of all columns right of it. The next panel comes first in an
 * update and is factored at once, while other threads are still busy with the columns after it
 * (look-ahead). Interchanges reach the columns left of them in the end.
 *
 * <p>Whatever the number of threads, each element undergoes the same operations in the same order.
 */
final class LookAheadLu {
  /** The columns of a panel: few, as nobody helps with it, but enough for the product. */
  private static final int WIDTH = 96;

  /** Columns that a thread updates at a time, unless it has no others beside it. */
  private static final int CHUNK = 48;

  /** Columns that a thread interchanges rows of at a time; a divisor of the panels' width. */
  private static final int NARROW_CHUNK = 8;

  /** As many last columns are left to the recursion. */
  private static final int REST = 288;

  private final TriangularSolver[] solvers;
  private final Workers workers;
  private final RecursiveLu panel;
  private final int chunk;
  private final Workers.Task step = this::step;
  private final Workers.Task interchangeLeft = this::interchangeLeft;

  /** The lower parts of the current panel and of the next one, packed for products. */
  private double[] current = {};

  private double[] following = {};

  private int n;
  private double[] a = {};
  private int ld;
  private int[] interchanges = {};

  // The step: columns from first to middle are factored, of those after it some are factored next.
  private int first;
  private int middle;
  private int next;
  private int outcome;

  /**
   * A factorisation with its working memory.
   *
   * @param solvers one per worker
   */
  LookAheadLu(PanelKernels panels, TriangularSolver[] solvers, Workers workers) {
    this.solvers = solvers;
    this.workers = workers;
    chunk = workers.threads() == 1 ? Integer.MAX_VALUE : CHUNK;
    panel = new RecursiveLu(panels, solvers, workers);
  }

  /**
   * Factors a square matrix in place.
   *
   * @param interchanges receives at k the row exchanged with row k
   * @return 0, or one plus the first column without a pivot
   */
  int factor(int n, double[] a, int ld, int[] interchanges) {
    if (n <= REST) {
      return panel.factor(n, a, ld, interchanges);
    }
    this.n = n;
    this.a = a;
    this.ld = ld;
    this.interchanges = interchanges;
    panel.matrix(n, a, ld, interchanges);
    first = 0;
    outcome = panel.factor(0, WIDTH, 0, true);
    if (outcome == 0) {
      following = pack(0, 0, following);
    }
    for (; outcome == 0 && n - first > REST; first = middle) {
      middle = first + WIDTH;
      next = n - middle > REST ? WIDTH : 0;
      double[] free = current;
      current = following;
      following = free;
      workers.deal(1 + chunks(n - middle - next, chunk), step);
    }
    if (outcome == 0) {
      outcome = panel.factor(first, n - first, 0, true);
    }
    if (outcome == 0) {
      workers.deal(chunks(first, NARROW_CHUNK), interchangeLeft);
    }
    return outcome;
  }

  private static int chunks(int columns, int size) {
    return columns / size + (columns % size == 0 ? 0 : 1);
  }

  /** Packs what is below the triangle of a panel. */
  private double[] pack(int worker, int first, double[] target) {
    int below = first + WIDTH;
    Gemm gemm = solvers[worker].gemm().left(a, below + first * ld, 1, ld);
    return gemm.packLeft(n - below, WIDTH, target);
  }

  /** A part of a step: first that which leads to the next panel, then chunks of columns. */
  private void step(int worker, int from, int to) {
    if (from > 0) {
      int column = middle + next + (from - 1) * chunk;
      update(worker, column, Math.min(chunk, n - column));
    } else if (next > 0) {
      update(worker, middle, next);
      outcome = panel.factor(middle, next, worker, false);
      if (outcome == 0) {
        following = pack(worker, middle, following);
      }
    }
  }

  /** Brings some columns up to date with the current panel. */
  private void update(int worker, int column, int columns) {
    int corner = first * (ld + 1);
    int upper = first + column * ld;
    RecursiveLu.interchange(interchanges, first, middle, a, column * ld, ld, columns);
    TriangularSolver solver = solvers[worker];
    solver.triangle(a, 1, ld, true).rightHandSides(a, columns, ld).forward(WIDTH, corner, upper);
    solver
        .gemm()
        .packedLeft(current, WIDTH)
        .right(a, upper, 1, ld)
        .result(a, upper + WIDTH, ld)
        .multiply(n - middle, columns, WIDTH, -1, 1);
  }

  /** Applies to some columns left of the last ones the interchanges of the panels after theirs. */
  private void interchangeLeft(int worker, int from, int to) {
    int column = from * NARROW_CHUNK;
    int below = (column / WIDTH + 1) * WIDTH;
    RecursiveLu.interchange(interchanges, below, n, a, column * ld, ld, NARROW_CHUNK);
  }
}
