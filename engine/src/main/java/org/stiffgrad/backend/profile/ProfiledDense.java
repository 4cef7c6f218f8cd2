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
  private final KernelCounter gemm;
  private final KernelCounter factor;
  private final KernelCounter solve;
  private final KernelCounter solveTransposed;
  private final KernelCounter solveMany;

  ProfiledDense(DenseAlgebra dense, KernelCounters counters) {
    this.dense = dense;
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
    long begun = gemm.begin();
    dense.gemm(transposeA, transposeB, alpha, a, b, beta, c);
    int k = transposeA == Transpose.NO ? a.columns() : a.rows();
    gemm.end(begun, KernelCost.gemm(c.rows(), c.columns(), k));
  }

  @Override
  public Pivots allocatePivots(int n) {
    return dense.allocatePivots(n);
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    long begun = factor.begin();
    int zeroPivot = dense.factor(a, pivots);
    factor.end(begun, KernelCost.factor(a.rows()));
    return zeroPivot;
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    KernelCounter counter = transpose == Transpose.NO ? solve : solveTransposed;
    long begun = counter.begin();
    dense.solve(transpose, factors, pivots, b);
    counter.end(begun, KernelCost.solve(factors.rows(), 1));
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    long begun = solveMany.begin();
    dense.solve(transpose, factors, pivots, b);
    solveMany.end(begun, KernelCost.solve(factors.rows(), b.columns()));
  }
}
