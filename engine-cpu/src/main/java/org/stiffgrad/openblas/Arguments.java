package org.stiffgrad.openblas;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.stiffgrad.backend.Transpose;

/** The small arguments of LAPACK's functions, which take all of them by reference. */
final class Arguments implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment straight = character('N');
  private final MemorySegment transposed = character('T');
  private final NativeMatrix interchanges = new NativeMatrix();

  final MemorySegment n = arena.allocate(JAVA_INT);
  final MemorySegment lda = arena.allocate(JAVA_INT);
  final MemorySegment columns = arena.allocate(JAVA_INT);
  final MemorySegment ldb = arena.allocate(JAVA_INT);
  final MemorySegment info = arena.allocate(JAVA_INT);

  private MemorySegment character(char c) {
    return arena.allocateFrom(JAVA_BYTE, (byte) c);
  }

  /** Sets order and leading dimension of the square matrix. */
  void order(int order, int leadingDimension) {
    n.set(JAVA_INT, 0, order);
    lda.set(JAVA_INT, 0, leadingDimension);
  }

  /** Sets number and leading dimension of the right-hand sides. */
  void rightHandSides(int number, int leadingDimension) {
    columns.set(JAVA_INT, 0, number);
    ldb.set(JAVA_INT, 0, leadingDimension);
  }

  MemorySegment operation(Transpose transpose) {
    return transpose == Transpose.NO ? straight : transposed;
  }

  /** Room for the interchanges of a matrix of order n. */
  MemorySegment pivots(int order) {
    return interchanges.room((long) order * Integer.BYTES);
  }

  /** Copies interchanges to the library, which counts rows from 1. */
  MemorySegment writePivots(int[] values) {
    MemorySegment target = pivots(values.length);
    for (int k = 0; k < values.length; k++) {
      target.setAtIndex(JAVA_INT, k, values[k] + 1);
    }
    return target;
  }

  /** Copies interchanges from the library. */
  void readPivots(int[] values) {
    MemorySegment source = pivots(values.length);
    for (int k = 0; k < values.length; k++) {
      values[k] = source.getAtIndex(JAVA_INT, k) - 1;
    }
  }

  @Override
  public void close() {
    arena.close();
    interchanges.close();
  }
}
