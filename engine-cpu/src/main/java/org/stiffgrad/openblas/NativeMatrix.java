package org.stiffgrad.openblas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.InsufficientMemoryException;

/**
 * Memory outside the heap for copies of matrices, column-major without padding. It grows to the
 * largest copy so far. Copies go column by column, so that a large one does not keep the JVM from a
 * safepoint either.
 */
final class NativeMatrix implements AutoCloseable {
  private static final long CACHE_LINE = 64;

  private @Nullable Arena arena;
  private MemorySegment memory = MemorySegment.NULL;

  /** Room for a number of bytes, with undefined content. */
  MemorySegment room(long bytes) {
    if (memory.byteSize() < bytes) {
      close();
      Arena fresh = Arena.ofShared();
      try {
        memory = fresh.allocate(bytes, CACHE_LINE);
      } catch (OutOfMemoryError e) {
        fresh.close();
        throw new InsufficientMemoryException(
            "A copy of %d bytes outside the Java heap does not fit into memory; choose a smaller grid, a larger -XX:MaxDirectMemorySize or the backend simd."
                .formatted(bytes));
      }
      arena = fresh;
    }
    return memory;
  }

  /** Room for a matrix's elements. */
  MemorySegment roomFor(DenseMatrix matrix) {
    return room((long) matrix.rows() * matrix.columns() * Double.BYTES);
  }

  /** A copy of a matrix on the heap. */
  MemorySegment copyOf(DenseMatrix matrix) {
    MemorySegment target = roomFor(matrix);
    double[] elements = HeapBuffer.elements(matrix.elements());
    int rows = matrix.rows();
    for (int j = 0; j < matrix.columns(); j++) {
      MemorySegment.copy(
          elements,
          j * matrix.leadingDimension(),
          target,
          JAVA_DOUBLE,
          (long) j * rows * Double.BYTES,
          rows);
    }
    return target;
  }

  /** Copies back to a matrix on the heap. */
  void writeTo(DenseMatrix matrix) {
    double[] elements = HeapBuffer.elements(matrix.elements());
    int rows = matrix.rows();
    for (int j = 0; j < matrix.columns(); j++) {
      MemorySegment.copy(
          memory,
          JAVA_DOUBLE,
          (long) j * rows * Double.BYTES,
          elements,
          j * matrix.leadingDimension(),
          rows);
    }
  }

  /** Releases the memory; room can be taken again. */
  @Override
  public void close() {
    memory = MemorySegment.NULL;
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
