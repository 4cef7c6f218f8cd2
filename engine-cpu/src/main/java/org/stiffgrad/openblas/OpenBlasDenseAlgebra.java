package org.stiffgrad.openblas;

import java.lang.foreign.MemorySegment;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.DenseShapes;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.HeapPivots;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.blas.BlasBackend;
import org.stiffgrad.blas.DeepStack;
import org.stiffgrad.blas.FactorsOnHeap;

/**
 * Dense linear algebra by OpenBLAS on heap arrays; for one thread at a time.
 *
 * <p>A short call gets the heap arrays themselves (a critical call), during which the JVM reaches
 * no safepoint: other threads wait for it when the garbage collector wants to run. A call of more
 * than about a millisecond therefore works on copies outside the heap. Copying a matrix takes a
 * time proportional to its n^2 elements and the call one proportional to n^3, so that the copies
 * cost the less the longer the call. A solve for one vector, which takes no longer than copying its
 * factors, is instead divided into calls that are short.
 */
final class OpenBlasDenseAlgebra implements BlasBackend.CloseableAlgebra {
  /** The operations that take about a millisecond on one core. */
  private static final double LONG = 3e7;

  /** The elements that a solve for one vector reads from memory in less than a millisecond. */
  private static final int BLOCK_ELEMENTS = 500_000;

  /** The operations that are worth more than one thread. */
  private static final double WORTH_THREADS = 2e6;

  private final int threads;
  private final double longWork;
  private final NativeMatrix first = new NativeMatrix();
  private final NativeMatrix second = new NativeMatrix();
  private final NativeMatrix third = new NativeMatrix();
  private final Arguments arguments = new Arguments();
  private final DeepStack deepStack = new DeepStack();

  /** Algebra that uses at most a number of threads for each call. */
  OpenBlasDenseAlgebra(int threads) {
    this(threads, LONG);
  }

  /**
   * Algebra that copies from a given length of calls on.
   *
   * @param longWork the operations above which a call works on copies; infinite for never
   */
  OpenBlasDenseAlgebra(int threads, double longWork) {
    this.threads = threads;
    this.longWork = longWork;
    if (threads > 1) {
      DeepStack.expectParallelCalls();
    }
  }

  /**
   * Sets the library's number of threads for a call; except in such calls it is 1.
   *
   * @param work the operations of the call
   * @return whether it has to be set back
   */
  private boolean begin(double work) {
    boolean parallel = threads > 1 && work > WORTH_THREADS;
    if (parallel) {
      OpenBlas.setThreads(threads);
    }
    return parallel;
  }

  private static void end(boolean parallel) {
    if (parallel) {
      OpenBlas.setThreads(1);
    }
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
    int inner = transposeA == Transpose.NO ? a.columns() : a.rows();
    double work = 2.0 * c.rows() * c.columns() * inner;
    boolean parallel = begin(work);
    try {
      if (work > longWork) {
        multiplyCopies(constant(transposeA), constant(transposeB), inner, alpha, a, b, beta, c);
      } else {
        multiply(constant(transposeA), constant(transposeB), inner, alpha, a, b, beta, c);
      }
    } catch (Throwable e) {
      throw OpenBlas.failure(e);
    } finally {
      end(parallel);
    }
  }

  private void multiplyCopies(
      int opA,
      int opB,
      int inner,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c)
      throws Throwable {
    MemorySegment as = first.copyOf(a);
    MemorySegment bs = second.copyOf(b);
    MemorySegment cs = beta == 0 ? third.roomFor(c) : third.copyOf(c);
    OpenBlas.DGEMM.invokeExact(
        OpenBlas.COLUMN_MAJOR,
        opA,
        opB,
        c.rows(),
        c.columns(),
        inner,
        alpha,
        as,
        a.rows(),
        bs,
        b.rows(),
        beta,
        cs,
        c.rows());
    third.writeTo(c);
  }

  private static void multiply(
      int opA,
      int opB,
      int inner,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c)
      throws Throwable {
    OpenBlas.DGEMM_CRITICAL.invokeExact(
        OpenBlas.COLUMN_MAJOR,
        opA,
        opB,
        c.rows(),
        c.columns(),
        inner,
        alpha,
        heap(a),
        leadingDimension(a),
        heap(b),
        leadingDimension(b),
        beta,
        heap(c),
        leadingDimension(c));
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    DenseShapes.checkFactor(a, pivots);
    int n = a.rows();
    double work = 2.0 / 3 * n * n * n;
    boolean parallel = begin(work);
    try {
      if (DeepStack.isNeeded(n)) {
        deepStack.run(() -> factor(a, work > longWork));
      } else {
        factor(a, work > longWork);
      }
    } finally {
      end(parallel);
    }
    arguments.readPivots(HeapPivots.interchanges(pivots));
    return FactorsOnHeap.firstBadPivot(a);
  }

  private void factor(DenseMatrix a, boolean isLong) {
    int n = a.rows();
    arguments.order(n, isLong ? n : leadingDimension(a));
    MemorySegment interchanges = arguments.pivots(n);
    try {
      if (isLong) {
        MemorySegment as = first.copyOf(a);
        OpenBlas.DGETRF.invokeExact(
            arguments.n, arguments.n, as, arguments.lda, interchanges, arguments.info);
        first.writeTo(a);
      } else {
        OpenBlas.DGETRF_CRITICAL.invokeExact(
            arguments.n, arguments.n, heap(a), arguments.lda, interchanges, arguments.info);
      }
    } catch (Throwable e) {
      throw OpenBlas.failure(e);
    }
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    DenseShapes.checkSolve(factors, pivots, b.length());
    int n = factors.rows();
    double[] x = HeapBuffer.elements(b);
    int[] interchanges = HeapPivots.interchanges(pivots);
    int width = Math.max(1, BLOCK_ELEMENTS / Math.max(1, n));
    int lastStart = (n - 1) / width * width;
    if (transpose == Transpose.NO) {
      FactorsOnHeap.interchange(interchanges, x, 0);
      for (int k = 0; k < n; k += width) {
        int w = Math.min(width, n - k);
        solveTriangle(OpenBlas.LOWER, OpenBlas.NO_TRANSPOSE, OpenBlas.UNIT, w, factors, k, x);
        subtract(OpenBlas.NO_TRANSPOSE, n - k - w, w, factors, k + w, k, x, k, k + w);
      }
      for (int k = lastStart; k >= 0; k -= width) {
        int w = Math.min(width, n - k);
        solveTriangle(OpenBlas.UPPER, OpenBlas.NO_TRANSPOSE, OpenBlas.NON_UNIT, w, factors, k, x);
        subtract(OpenBlas.NO_TRANSPOSE, k, w, factors, 0, k, x, k, 0);
      }
    } else {
      for (int k = 0; k < n; k += width) {
        int w = Math.min(width, n - k);
        subtract(OpenBlas.TRANSPOSE, k, w, factors, 0, k, x, 0, k);
        solveTriangle(OpenBlas.UPPER, OpenBlas.TRANSPOSE, OpenBlas.NON_UNIT, w, factors, k, x);
      }
      for (int k = lastStart; k >= 0; k -= width) {
        int w = Math.min(width, n - k);
        subtract(OpenBlas.TRANSPOSE, n - k - w, w, factors, k + w, k, x, k + w, k);
        solveTriangle(OpenBlas.LOWER, OpenBlas.TRANSPOSE, OpenBlas.UNIT, w, factors, k, x);
      }
      FactorsOnHeap.revertInterchange(interchanges, x, 0);
    }
  }

  /** Solves with the triangle of the diagonal block of size w at k. */
  private static void solveTriangle(
      int triangle, int operation, int diagonal, int w, DenseMatrix a, int k, double[] x) {
    if (w == a.rows()) {
      solveTriangle(triangle, operation, diagonal, a, x);
      return;
    }
    try {
      OpenBlas.DTRSV_CRITICAL.invokeExact(
          OpenBlas.COLUMN_MAJOR,
          triangle,
          operation,
          diagonal,
          w,
          heap(a, k, k),
          leadingDimension(a),
          heap(x, k),
          1);
    } catch (Throwable e) {
      throw OpenBlas.failure(e);
    }
  }

  /** The same for all of the matrix; without slices, which the JIT may not be able to avoid. */
  private static void solveTriangle(
      int triangle, int operation, int diagonal, DenseMatrix a, double[] x) {
    try {
      OpenBlas.DTRSV_CRITICAL.invokeExact(
          OpenBlas.COLUMN_MAJOR,
          triangle,
          operation,
          diagonal,
          a.rows(),
          heap(a),
          leadingDimension(a),
          MemorySegment.ofArray(x),
          1);
    } catch (Throwable e) {
      throw OpenBlas.failure(e);
    }
  }

  /** Subtracts {@code op(B) x_from} from {@code x_to}, B being the m x n block at (row, column). */
  private static void subtract(
      int operation,
      int m,
      int n,
      DenseMatrix a,
      int row,
      int column,
      double[] x,
      int from,
      int to) {
    if (m == 0) {
      return;
    }
    try {
      OpenBlas.DGEMV_CRITICAL.invokeExact(
          OpenBlas.COLUMN_MAJOR,
          operation,
          m,
          n,
          -1.0,
          heap(a, row, column),
          leadingDimension(a),
          heap(x, from),
          1,
          1.0,
          heap(x, to),
          1);
    } catch (Throwable e) {
      throw OpenBlas.failure(e);
    }
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    DenseShapes.checkSolve(factors, pivots, b.rows());
    int n = factors.rows();
    double work = 2.0 * n * n * b.columns();
    boolean isLong = work > longWork;
    arguments.order(n, isLong ? n : leadingDimension(factors));
    arguments.rightHandSides(b.columns(), isLong ? n : leadingDimension(b));
    MemorySegment interchanges = arguments.writePivots(HeapPivots.interchanges(pivots));
    MemorySegment operation = arguments.operation(transpose);
    boolean parallel = begin(work);
    try {
      if (isLong) {
        solveCopies(operation, factors, interchanges, b);
      } else {
        solveInPlace(operation, factors, interchanges, b);
      }
    } catch (Throwable e) {
      throw OpenBlas.failure(e);
    } finally {
      end(parallel);
    }
  }

  private void solveCopies(
      MemorySegment operation, DenseMatrix factors, MemorySegment interchanges, DenseMatrix b)
      throws Throwable {
    MemorySegment as = first.copyOf(factors);
    MemorySegment bs = second.copyOf(b);
    OpenBlas.DGETRS.invokeExact(
        operation,
        arguments.n,
        arguments.columns,
        as,
        arguments.lda,
        interchanges,
        bs,
        arguments.ldb,
        arguments.info);
    second.writeTo(b);
  }

  /* A method of its own, small enough for the JIT to avoid the segments in any case. */
  private void solveInPlace(
      MemorySegment operation, DenseMatrix factors, MemorySegment interchanges, DenseMatrix b)
      throws Throwable {
    OpenBlas.DGETRS_CRITICAL.invokeExact(
        operation,
        arguments.n,
        arguments.columns,
        heap(factors),
        arguments.lda,
        interchanges,
        heap(b),
        arguments.ldb,
        arguments.info);
  }

  @Override
  public void close() {
    first.close();
    second.close();
    third.close();
    arguments.close();
    deepStack.close();
  }

  private static int constant(Transpose transpose) {
    return transpose == Transpose.NO ? OpenBlas.NO_TRANSPOSE : OpenBlas.TRANSPOSE;
  }

  /** The library refuses 0, which an empty matrix may have. */
  private static int leadingDimension(DenseMatrix a) {
    return Math.max(1, a.leadingDimension());
  }

  private static MemorySegment heap(DenseMatrix a) {
    return MemorySegment.ofArray(HeapBuffer.elements(a.elements()));
  }

  /** The elements from (i, j) on. */
  private static MemorySegment heap(DenseMatrix a, int i, int j) {
    return heap(HeapBuffer.elements(a.elements()), i + (long) j * a.leadingDimension());
  }

  private static MemorySegment heap(double[] x, long start) {
    return MemorySegment.ofArray(x).asSlice(start * Double.BYTES);
  }
}
