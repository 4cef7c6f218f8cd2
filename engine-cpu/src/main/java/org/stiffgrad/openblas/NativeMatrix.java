package org.stiffgrad.openblas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.InsufficientMemoryException;
import org.stiffgrad.blas.ColumnCopies;

/**
 * Memory outside the heap for one matrix at a time, which grows to the largest so far. For one
 * thread at a time.
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
    return room(ColumnCopies.bytes(matrix));
  }

  /** A copy of a matrix on the heap. */
  MemorySegment copyOf(DenseMatrix matrix) {
    MemorySegment target = roomFor(matrix);
    ColumnCopies.copy(matrix, target);
    return target;
  }

  /** Copies back to a matrix on the heap. */
  void writeTo(DenseMatrix matrix) {
    ColumnCopies.copy(memory, matrix);
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
