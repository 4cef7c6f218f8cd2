package org.stiffgrad.blas;

import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapBuffer;

/** What remains to be done with factors of LAPACK's {@code dgetrf} on the heap. */
public final class FactorsOnHeap {
  private FactorsOnHeap() {}

  /**
   * One plus the index of the first unusable pivot, or 0. OpenBLAS reports zeros only, and for a
   * pivot so small that its reciprocal overflows it neither interchanges nor divides. A NaN in the
   * matrix reaches the last pivot at the latest.
   */
  public static int firstBadPivot(DenseMatrix factors) {
    double[] elements = HeapBuffer.elements(factors.elements());
    for (int k = 0; k < factors.rows(); k++) {
      double pivot = Math.abs(elements[k + k * factors.leadingDimension()]);
      if (!(pivot >= Double.MIN_NORMAL)) {
        return k + 1;
      }
    }
    return 0;
  }

  /** Interchanges elements of a vector as the rows of the matrix were. */
  public static void interchange(int[] interchanges, double[] x, int start) {
    for (int k = 0; k < interchanges.length; k++) {
      swap(x, start + k, start + interchanges[k]);
    }
  }

  /** Undoes {@link #interchange}. */
  public static void revertInterchange(int[] interchanges, double[] x, int start) {
    for (int k = interchanges.length - 1; k >= 0; k--) {
      swap(x, start + k, start + interchanges[k]);
    }
  }

  private static void swap(double[] x, int i, int j) {
    double former = x[i];
    x[i] = x[j];
    x[j] = former;
  }
}
