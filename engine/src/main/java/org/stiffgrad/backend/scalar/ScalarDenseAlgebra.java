package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.DenseShapes;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.HeapPivots;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;

/**
 * Dense linear algebra as plain loops down the columns of heap arrays. The factorisation is
 * Gaussian elimination in its right-looking form, one column at a time (Golub and Van Loan, Matrix
 * Computations, 4th edition, section 3.4).
 */
public final class ScalarDenseAlgebra implements DenseAlgebra {
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
    double[] as = HeapBuffer.elements(a.elements());
    double[] bs = HeapBuffer.elements(b.elements());
    double[] cs = HeapBuffer.elements(c.elements());
    int inner = transposeA == Transpose.NO ? a.columns() : a.rows();
    int bRowStride = transposeB == Transpose.NO ? 1 : b.leadingDimension();
    int bColumnStride = transposeB == Transpose.NO ? b.leadingDimension() : 1;
    for (int j = 0; j < c.columns(); j++) {
      int column = j * c.leadingDimension();
      scale(cs, column, c.rows(), beta);
      if (transposeA == Transpose.NO) {
        for (int l = 0; l < inner; l++) {
          double factor = alpha * bs[l * bRowStride + j * bColumnStride];
          axpy(c.rows(), factor, as, l * a.leadingDimension(), cs, column);
        }
      } else {
        for (int i = 0; i < c.rows(); i++) {
          double sum = 0;
          for (int l = 0; l < inner; l++) {
            sum += as[l + i * a.leadingDimension()] * bs[l * bRowStride + j * bColumnStride];
          }
          cs[column + i] += alpha * sum;
        }
      }
    }
  }

  @Override
  public int factor(DenseMatrix matrix, Pivots pivots) {
    DenseShapes.checkFactor(matrix, pivots);
    double[] a = HeapBuffer.elements(matrix.elements());
    int[] interchanges = HeapPivots.interchanges(pivots);
    int n = matrix.rows();
    int lda = matrix.leadingDimension();
    for (int k = 0; k < n; k++) {
      int column = k * lda;
      int p = indexOfMaximum(a, column, k, n);
      interchanges[k] = p;
      double pivot = a[column + p];
      if (pivot == 0 || Double.isNaN(pivot)) {
        return k + 1;
      }
      if (p != k) {
        swapRows(a, lda, n, k, p);
      }
      for (int i = k + 1; i < n; i++) {
        a[column + i] /= pivot;
      }
      // Zeros are not skipped: zero times NaN has to stay visible.
      for (int j = k + 1; j < n; j++) {
        axpy(n - k - 1, -a[j * lda + k], a, column + k + 1, a, j * lda + k + 1);
      }
    }
    return 0;
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    DenseShapes.checkSolve(factors, pivots, b.length());
    solveColumn(transpose, factors, pivots, HeapBuffer.elements(b), 0);
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    DenseShapes.checkSolve(factors, pivots, b.rows());
    double[] x = HeapBuffer.elements(b.elements());
    for (int j = 0; j < b.columns(); j++) {
      solveColumn(transpose, factors, pivots, x, j * b.leadingDimension());
    }
  }

  private static void solveColumn(
      Transpose transpose, DenseMatrix factors, Pivots pivots, double[] x, int start) {
    double[] lu = HeapBuffer.elements(factors.elements());
    int[] interchanges = HeapPivots.interchanges(pivots);
    int n = factors.rows();
    int ld = factors.leadingDimension();
    if (transpose == Transpose.NO) {
      for (int k = 0; k < n; k++) {
        swap(x, start + k, start + interchanges[k]);
      }
      for (int k = 0; k < n; k++) {
        axpy(n - k - 1, -x[start + k], lu, k * ld + k + 1, x, start + k + 1);
      }
      for (int k = n - 1; k >= 0; k--) {
        x[start + k] /= lu[k * ld + k];
        axpy(k, -x[start + k], lu, k * ld, x, start);
      }
    } else {
      for (int k = 0; k < n; k++) {
        x[start + k] = (x[start + k] - dot(k, lu, k * ld, x, start)) / lu[k * ld + k];
      }
      for (int k = n - 1; k >= 0; k--) {
        x[start + k] -= dot(n - k - 1, lu, k * ld + k + 1, x, start + k + 1);
      }
      for (int k = n - 1; k >= 0; k--) {
        swap(x, start + k, start + interchanges[k]);
      }
    }
  }

  /** {@code x = factor x}; with factor 0 the former content is not read. */
  private static void scale(double[] x, int start, int n, double factor) {
    for (int i = start; i < start + n; i++) {
      x[i] = factor == 0 ? 0 : factor * x[i];
    }
  }

  /** {@code y = y + factor x}. */
  private static void axpy(int n, double factor, double[] x, int xStart, double[] y, int yStart) {
    for (int i = 0; i < n; i++) {
      y[yStart + i] += factor * x[xStart + i];
    }
  }

  private static double dot(int n, double[] x, int xStart, double[] y, int yStart) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[xStart + i] * y[yStart + i];
    }
    return sum;
  }

  /**
   * The first row at or below the diagonal with the largest magnitude. A NaN on the diagonal is
   * never exceeded, one below it never chosen; it then spreads through its row to the last pivot.
   */
  private static int indexOfMaximum(double[] a, int column, int k, int n) {
    int p = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(a[column + i]) > Math.abs(a[column + p])) {
        p = i;
      }
    }
    return p;
  }

  private static void swapRows(double[] a, int lda, int n, int k, int p) {
    for (int j = 0; j < n; j++) {
      swap(a, j * lda + k, j * lda + p);
    }
  }

  private static void swap(double[] x, int i, int j) {
    double former = x[i];
    x[i] = x[j];
    x[j] = former;
  }
}
