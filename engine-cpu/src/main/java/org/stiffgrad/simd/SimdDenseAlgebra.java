package org.stiffgrad.simd;

import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.DenseShapes;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.HeapPivots;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;

/**
 * Dense linear algebra on the Vector API over heap arrays; for one calling thread at a time.
 * Working memory grows to what the largest product so far needed and is then reused. Large
 * operations are shared among worker threads, if there are any, without a change to any bit of the
 * results.
 */
public final class SimdDenseAlgebra implements DenseAlgebra {
  private final int panelRows;
  private final Workers workers;

  /** One per worker. */
  private final TriangularSolver[] solvers;

  private final LookAheadLu lu;
  private final SharedProduct product;
  private final SharedSolve solve = new SharedSolve();

  /**
   * Algebra with vectors of one species, on the calling thread alone.
   *
   * @param species 128, 256 or 512 bits wide
   */
  public SimdDenseAlgebra(VectorSpecies<Double> species) {
    this(species, new Workers(1));
  }

  SimdDenseAlgebra(VectorSpecies<Double> species, Workers workers) {
    SimdKernels kernels = SimdKernels.of(species);
    panelRows = kernels.gemm().packedRows();
    this.workers = workers;
    solvers = new TriangularSolver[workers.threads()];
    for (int i = 0; i < solvers.length; i++) {
      solvers[i] = new TriangularSolver(kernels);
    }
    lu = new LookAheadLu(kernels.panels(), solvers, workers);
    product = new SharedProduct();
  }

  @Override
  public void gemm(
      Transpose transposeA,
      Transpose transposeB,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c) {
    DenseShapes.checkGemm(transposeA, transposeB, a, b, c);
    boolean straightA = transposeA == Transpose.NO;
    boolean straightB = transposeB == Transpose.NO;
    int lda = a.leadingDimension();
    int ldb = b.leadingDimension();
    product
        .whole
        .left(HeapBuffer.elements(a.elements()), 0, straightA ? 1 : lda, straightA ? lda : 1)
        .right(HeapBuffer.elements(b.elements()), 0, straightB ? 1 : ldb, straightB ? ldb : 1)
        .result(HeapBuffer.elements(c.elements()), 0, c.leadingDimension());
    product.multiply(c.rows(), c.columns(), straightA ? a.columns() : a.rows(), alpha, beta);
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    DenseShapes.checkFactor(a, pivots);
    return lu.factor(
        a.rows(),
        HeapBuffer.elements(a.elements()),
        a.leadingDimension(),
        HeapPivots.interchanges(pivots));
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    DenseShapes.checkSolve(factors, pivots, b.length());
    solve(transpose, factors, pivots, HeapBuffer.elements(b), 1, factors.rows());
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    DenseShapes.checkSolve(factors, pivots, b.rows());
    double[] x = HeapBuffer.elements(b.elements());
    solve(transpose, factors, pivots, x, b.columns(), b.leadingDimension());
  }

  private void solve(
      Transpose transpose,
      DenseMatrix factors,
      Pivots pivots,
      double[] x,
      int columns,
      int distance) {
    solve.transposed = transpose == Transpose.YES;
    solve.n = factors.rows();
    solve.t = HeapBuffer.elements(factors.elements());
    solve.ld = factors.leadingDimension();
    solve.interchanges = HeapPivots.interchanges(pivots);
    solve.x = x;
    solve.distance = distance;
    if ((long) solve.n * solve.n * columns < Workers.SHARING_PAYS) {
      solve.run(0, 0, columns);
    } else {
      workers.share(columns, Gemm.UNIT, solve);
    }
  }

  /** A product whose larger dimension is shared. */
  private final class SharedProduct implements Workers.Task {
    private final Gemm whole = solvers[0].gemm();
    private int m;
    private int n;
    private int k;
    private double alpha;
    private double beta;

    void multiply(int m, int n, int k, double alpha, double beta) {
      if ((long) m * n * k < Workers.SHARING_PAYS) {
        whole.multiply(m, n, k, alpha, beta);
        return;
      }
      this.m = m;
      this.n = n;
      this.k = k;
      this.alpha = alpha;
      this.beta = beta;
      workers.share(byRows() ? m : n, byRows() ? panelRows : Gemm.UNIT, this);
    }

    private boolean byRows() {
      return m > 4 * n;
    }

    @Override
    public void run(int worker, int from, int to) {
      if (byRows()) {
        solvers[worker].gemm().part(whole, from, 0).multiply(to - from, n, k, alpha, beta);
      } else {
        solvers[worker].gemm().part(whole, 0, from).multiply(m, to - from, k, alpha, beta);
      }
    }
  }

  /** A solve whose right-hand sides are shared. */
  private final class SharedSolve implements Workers.Task {
    private boolean transposed;
    private int n;
    private double[] t = {};
    private int ld;
    private int[] interchanges = {};
    private double[] x = {};
    private int distance;

    @Override
    public void run(int worker, int from, int to) {
      int start = from * distance;
      int columns = to - from;
      TriangularSolver solver = solvers[worker].rightHandSides(x, columns, distance);
      if (transposed) {
        solver.triangle(t, ld, 1, false).forward(n, 0, start);
        solver.triangle(t, ld, 1, true).backward(n, 0, start);
        RecursiveLu.revertInterchange(interchanges, x, start, distance, columns);
      } else {
        RecursiveLu.interchange(interchanges, 0, n, x, start, distance, columns);
        solver.triangle(t, 1, ld, true).forward(n, 0, start);
        solver.triangle(t, 1, ld, false).backward(n, 0, start);
      }
    }
  }
}
