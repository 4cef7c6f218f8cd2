package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;

/** Counts dense linear algebra. */
final class ProfiledDense implements DenseAlgebra {
  private final DenseAlgebra dense;
  private final KernelCounters counters;
  private final KernelCounter gemm;
  private final KernelCounter factor;
  private final KernelCounter solve;
  private final KernelCounter solveTransposed;
  private final KernelCounter solveMany;

  ProfiledDense(DenseAlgebra dense, KernelCounters counters) {
    this.dense = dense;
    this.counters = counters;
    gemm = counters.named("matrix product (gemm)");
    factor = counters.named("LU factorisation of W");
    solve = counters.named("solve with W");
    solveTransposed = counters.named("solve with W^T");
    solveMany = counters.named("solve, many right-hand sides");
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
    if (gemm.skips()) {
      dense.gemm(transposeA, transposeB, alpha, a, b, beta, c);
      return;
    }
    long start = counters.clock();
    dense.gemm(transposeA, transposeB, alpha, a, b, beta, c);
    long nanos = counters.clock() - start;
    int k = transposeA == Transpose.NO ? a.columns() : a.rows();
    gemm.add(nanos, KernelCost.gemm(c.rows(), c.columns(), k));
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    if (factor.skips()) {
      return dense.factor(a, pivots);
    }
    long start = counters.clock();
    int zeroPivot = dense.factor(a, pivots);
    long nanos = counters.clock() - start;
    factor.add(nanos, KernelCost.factor(a.rows()));
    return zeroPivot;
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    KernelCounter counter = transpose == Transpose.NO ? solve : solveTransposed;
    if (counter.skips()) {
      dense.solve(transpose, factors, pivots, b);
      return;
    }
    long start = counters.clock();
    dense.solve(transpose, factors, pivots, b);
    long nanos = counters.clock() - start;
    counter.add(nanos, KernelCost.solve(factors.rows(), 1));
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    if (solveMany.skips()) {
      dense.solve(transpose, factors, pivots, b);
      return;
    }
    long start = counters.clock();
    dense.solve(transpose, factors, pivots, b);
    long nanos = counters.clock() - start;
    solveMany.add(nanos, KernelCost.solve(factors.rows(), b.columns()));
  }
}
