package org.stiffgrad.nd4j;

import java.lang.foreign.MemorySegment;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLapack;
import org.nd4j.linalg.factory.Nd4j;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.DenseShapes;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.HeapPivots;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.blas.BlasBackend;
import org.stiffgrad.blas.ColumnCopies;
import org.stiffgrad.blas.DeepStack;
import org.stiffgrad.blas.FactorsOnHeap;

/**
 * Dense linear algebra by ND4J on heap arrays; for one thread at a time. Every operation copies its
 * operands to ND4J's arrays and the result back, and releases the arrays.
 */
final class Nd4jDenseAlgebra implements BlasBackend.CloseableAlgebra {
  private static final char COLUMN_MAJOR = 'f';

  private final Level3 level3 = new Level3();
  private final CpuLapack lapack = new CpuLapack();
  private final DeepStack deepStack = new DeepStack();

  Nd4jDenseAlgebra() {
    Nd4j.factory().blas().setMaxThreads(1);
    /* LAPACKE would refuse a NaN, which has to be found among the pivots instead. */
    openblas.LAPACKE_set_nancheck(0);
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
    try (INDArray as = copyOf(a);
        INDArray bs = copyOf(b);
        INDArray cs = beta == 0 ? array(c.rows(), c.columns()) : copyOf(c)) {
      int inner = transposeA == Transpose.NO ? a.columns() : a.rows();
      level3.multiply(letter(transposeA), letter(transposeB), c, inner, alpha, as, bs, beta, cs);
      ColumnCopies.copy(memory(cs), c);
    }
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    DenseShapes.checkFactor(a, pivots);
    int n = a.rows();
    try (INDArray as = copyOf(a);
        INDArray rows = Nd4j.createUninitialized(DataType.INT32, n);
        INDArray info = Nd4j.createUninitialized(DataType.INT32, 1)) {
      if (DeepStack.isNeeded(n)) {
        deepStack.run(() -> lapack.dgetrf(n, n, as, rows, info));
      } else {
        lapack.dgetrf(n, n, as, rows, info);
      }
      ColumnCopies.copy(memory(as), a);
      int[] interchanges = HeapPivots.interchanges(pivots);
      for (int k = 0; k < n; k++) {
        interchanges[k] = rows.getInt(k) - 1;
      }
    }
    return FactorsOnHeap.firstBadPivot(a);
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    int n = Math.toIntExact(b.length());
    solve(transpose, factors, pivots, new DenseMatrix(b, n, 1, n));
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    DenseShapes.checkSolve(factors, pivots, b.rows());
    int[] interchanges = HeapPivots.interchanges(pivots);
    double[] x = HeapBuffer.elements(b.elements());
    for (int j = 0; transpose == Transpose.NO && j < b.columns(); j++) {
      FactorsOnHeap.interchange(interchanges, x, j * b.leadingDimension());
    }
    try (INDArray as = copyOf(factors);
        INDArray xs = copyOf(b)) {
      if (transpose == Transpose.NO) {
        level3.solveUnitLower('n', as, xs, b);
        level3.solveUpper('n', as, xs, b);
      } else {
        level3.solveUpper('t', as, xs, b);
        level3.solveUnitLower('t', as, xs, b);
      }
      ColumnCopies.copy(memory(xs), b);
    }
    for (int j = 0; transpose == Transpose.YES && j < b.columns(); j++) {
      FactorsOnHeap.revertInterchange(interchanges, x, j * b.leadingDimension());
    }
  }

  @Override
  public void close() {
    deepStack.close();
  }

  private static char letter(Transpose transpose) {
    return transpose == Transpose.NO ? 'n' : 't';
  }

  /** ND4J has no array without elements; one element stands for none. */
  private static INDArray array(int rows, int columns) {
    return Nd4j.createUninitialized(
        DataType.DOUBLE, new long[] {Math.max(1, rows), Math.max(1, columns)}, COLUMN_MAJOR);
  }

  private static INDArray copyOf(DenseMatrix matrix) {
    INDArray copy = array(matrix.rows(), matrix.columns());
    ColumnCopies.copy(matrix, memory(copy));
    return copy;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment memory(INDArray array) {
    return MemorySegment.ofAddress(array.data().address())
        .reinterpret(array.length() * Double.BYTES);
  }
}
