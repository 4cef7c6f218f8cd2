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
 * Dense linear algebra on the Vector API over heap arrays; for one thread at a time. Working memory
 * grows to what the largest product so far needed and is then reused.
 */
public final class SimdDenseAlgebra implements DenseAlgebra {
  private final TriangularSolver triangular;
  private final RecursiveLu lu;

  /**
   * Algebra with vectors of one species.
   *
   * @param species 128, 256 or 512 bits wide
   */
  public SimdDenseAlgebra(VectorSpecies<Double> species) {
    SimdKernels kernels = SimdKernels.of(species);
    triangular = new TriangularSolver(kernels);
    lu = new RecursiveLu(kernels.panels(), triangular);
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
    triangular
        .gemm()
        .left(HeapBuffer.elements(a.elements()), 0, straightA ? 1 : lda, straightA ? lda : 1)
        .right(HeapBuffer.elements(b.elements()), 0, straightB ? 1 : ldb, straightB ? ldb : 1)
        .result(HeapBuffer.elements(c.elements()), 0, c.leadingDimension())
        .multiply(c.rows(), c.columns(), straightA ? a.columns() : a.rows(), alpha, beta);
  }

  @Override
  public Pivots allocatePivots(int n) {
    return new HeapPivots(n);
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
    double[] t = HeapBuffer.elements(factors.elements());
    int[] interchanges = HeapPivots.interchanges(pivots);
    int n = factors.rows();
    int ld = factors.leadingDimension();
    triangular.rightHandSides(x, columns, distance);
    if (transpose == Transpose.NO) {
      RecursiveLu.interchange(interchanges, 0, n, x, 0, distance, columns);
      triangular.triangle(t, 1, ld, true).forward(n, 0, 0);
      triangular.triangle(t, 1, ld, false).backward(n, 0, 0);
    } else {
      triangular.triangle(t, ld, 1, false).forward(n, 0, 0);
      triangular.triangle(t, ld, 1, true).backward(n, 0, 0);
      RecursiveLu.revertInterchange(interchanges, x, 0, distance, columns);
    }
  }
}
