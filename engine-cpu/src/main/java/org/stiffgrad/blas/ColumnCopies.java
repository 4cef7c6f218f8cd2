package org.stiffgrad.blas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapBuffer;

/**
 * Copies between matrices on the heap and memory outside it, column-major there without padding.
 * They go column by column, so that the JVM need not wait long for a safepoint.
 */
public final class ColumnCopies {
  private ColumnCopies() {}

  /** The size of a matrix's elements. */
  public static long bytes(DenseMatrix matrix) {
    return (long) matrix.rows() * matrix.columns() * Double.BYTES;
  }

  /** Copies from the heap. */
  public static void copy(DenseMatrix from, MemorySegment to) {
    double[] elements = HeapBuffer.elements(from.elements());
    int rows = from.rows();
    for (int j = 0; j < from.columns(); j++) {
      long start = (long) j * rows * Double.BYTES;
      MemorySegment.copy(elements, j * from.leadingDimension(), to, JAVA_DOUBLE, start, rows);
    }
  }

  /** Copies to the heap. */
  public static void copy(MemorySegment from, DenseMatrix to) {
    double[] elements = HeapBuffer.elements(to.elements());
    int rows = to.rows();
    for (int j = 0; j < to.columns(); j++) {
      long start = (long) j * rows * Double.BYTES;
      MemorySegment.copy(from, JAVA_DOUBLE, start, elements, j * to.leadingDimension(), rows);
    }
  }
}
