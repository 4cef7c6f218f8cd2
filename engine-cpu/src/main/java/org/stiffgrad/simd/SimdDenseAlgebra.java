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
  private final Gemm gemm;
  private final TriangularSolver triangular;
  private final RecursiveLu lu;

  /**
   * Algebra with vectors of one species.
   *
   * @param species 128, 256 or 512 bits wide
   */
  public SimdDenseAlgebra(VectorSpecies<Double> species) {
    SimdKernels kernels = SimdKernels.of(species);
    gemm = new Gemm(kernels);
    triangular = new TriangularSolver(kernels.panels(), gemm);
    lu = new RecursiveLu(kernels.panels(), gemm, triangular);
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
    gemm.multiply(
        c.rows(),
        c.columns(),
        straightA ? a.columns() : a.rows(),
        alpha,
        HeapBuffer.elements(a.elements()),
        0,
        straightA ? 1 : a.leadingDimension(),
        straightA ? a.leadingDimension() : 1,
        HeapBuffer.elements(b.elements()),
        0,
        straightB ? 1 : b.leadingDimension(),
        straightB ? b.leadingDimension() : 1,
        beta,
        HeapBuffer.elements(c.elements()),
        0,
        c.leadingDimension());
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
    double[] t = HeapBuffer.elements(factors.elements());
    double[] x = HeapBuffer.elements(b);
    int[] interchanges = HeapPivots.interchanges(pivots);
    int n = factors.rows();
    int ld = factors.leadingDimension();
    if (transpose == Transpose.NO) {
      RecursiveLu.interchange(interchanges, 0, n, x, 0, n, 1);
      triangular.forward(n, true, t, 0, 1, ld, x, 0);
      triangular.backward(n, false, t, 0, 1, ld, x, 0);
    } else {
      triangular.forward(n, false, t, 0, ld, 1, x, 0);
      triangular.backward(n, true, t, 0, ld, 1, x, 0);
      RecursiveLu.revertInterchange(interchanges, x, 0, n, 1);
    }
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    DenseShapes.checkSolve(factors, pivots, b.rows());
    double[] t = HeapBuffer.elements(factors.elements());
    double[] x = HeapBuffer.elements(b.elements());
    int[] interchanges = HeapPivots.interchanges(pivots);
    int n = factors.rows();
    int columns = b.columns();
    int ld = factors.leadingDimension();
    int ldb = b.leadingDimension();
    if (transpose == Transpose.NO) {
      RecursiveLu.interchange(interchanges, 0, n, x, 0, ldb, columns);
      triangular.forward(n, columns, true, t, 0, 1, ld, x, 0, ldb);
      triangular.backward(n, columns, false, t, 0, 1, ld, x, 0, ldb);
    } else {
      triangular.forward(n, columns, false, t, 0, ld, 1, x, 0, ldb);
      triangular.backward(n, columns, true, t, 0, ld, 1, x, 0, ldb);
      RecursiveLu.revertInterchange(interchanges, x, 0, ldb, columns);
    }
  }
}
