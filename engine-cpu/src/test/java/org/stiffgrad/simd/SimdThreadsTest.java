package org.stiffgrad.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;

final class SimdThreadsTest {
  private final HeapWorkspace workspace = new HeapWorkspace();
  private final Random random = new Random(4);

  // Orders around multiples of tiles, large enough to be shared and, at 450, to be cut into blocks.
  @ParameterizedTest
  @ValueSource(ints = {96, 131, 200, 450})
  void resultsDoNotDependOnTheNumberOfThreads(int n) {
    double[] expected = results(n, 1);
    for (int threads : new int[] {2, 3, 5}) {
      random.setSeed(4);
      assertArrayEquals(expected, results(n, threads), 0, threads + " threads");
    }
  }

  /** Products, a factorisation and solves, one after the other. */
  private double[] results(int n, int threads) {
    random.setSeed(4);
    DenseMatrix a = random(n, n);
    DenseMatrix b = random(n, n + 3);
    DenseMatrix tall = random(9 * n, n);
    DenseMatrix c = random(n, n + 3);
    DenseMatrix d = random(9 * n, n + 3);
    try (Workers workers = new Workers(threads)) {
      SimdDenseAlgebra algebra = new SimdDenseAlgebra(DoubleVector.SPECIES_PREFERRED, workers);
      algebra.gemm(Transpose.NO, Transpose.NO, 0.7, a, b, 0.3, c);
      algebra.gemm(Transpose.YES, Transpose.NO, 0.7, a, c, 0.3, b);
      algebra.gemm(Transpose.NO, Transpose.NO, 0.7, tall, b, 0.3, d);
      Pivots pivots = workspace.allocatePivots(n);
      assertEquals(0, algebra.factor(a, pivots));
      algebra.solve(Transpose.NO, a, pivots, b);
      algebra.solve(Transpose.YES, a, pivots, c);
    }
    double[] all = new double[(2 * n + 9 * n) * (n + 3) + n * n];
    int to = 0;
    for (DenseMatrix result : new DenseMatrix[] {a, b, c, d}) {
      double[] elements = result.elements().toArray();
      System.arraycopy(elements, 0, all, to, elements.length);
      to += elements.length;
    }
    assertEquals(all.length, to);
    return all;
  }

  // A column without a pivot in a panel that is factored ahead, and one in the last columns.
  @ParameterizedTest
  @ValueSource(ints = {150, 400})
  void aSingularMatrixIsReportedByAnyNumberOfThreads(int column) {
    int n = 450;
    double[] expected = {};
    for (int threads : new int[] {1, 2, 3}) {
      random.setSeed(5);
      DenseMatrix a = random(n, n);
      double[] elements = a.elements().toArray();
      Arrays.fill(elements, column * n, (column + 1) * n, 0);
      a.elements().write(elements);
      try (Workers workers = new Workers(threads)) {
        SimdDenseAlgebra algebra = new SimdDenseAlgebra(DoubleVector.SPECIES_PREFERRED, workers);
        assertEquals(column + 1, algebra.factor(a, workspace.allocatePivots(n)));
      }
      if (threads == 1) {
        expected = a.elements().toArray();
      }
      assertArrayEquals(expected, a.elements().toArray(), 0, threads + " threads");
    }
  }

  private DenseMatrix random(int rows, int columns) {
    DenseMatrix matrix = workspace.allocateMatrix(rows, columns);
    matrix.elements().write(random.doubles((long) rows * columns, -1, 1).toArray());
    return matrix;
  }

  @Test
  void theThreadsShareEverythingOnce() {
    try (Workers workers = new Workers(3)) {
      for (int count : new int[] {0, 1, 7, 24, 25, 103}) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        workers.share(
            count,
            8,
            (worker, from, to) -> {
              assertTrue(worker >= 0 && worker < 3);
              assertTrue(from % 8 == 0 && (to % 8 == 0 || to == count));
              for (int i = from; i < to; i++) {
                done.incrementAndGet(i);
              }
            });
        for (int i = 0; i < count; i++) {
          assertEquals(1, done.get(i));
        }
      }
    }
  }

  @Test
  void everyPartIsDealtOnce() {
    try (Workers workers = new Workers(3)) {
      for (int parts : new int[] {0, 1, 2, 50}) {
        AtomicIntegerArray done = new AtomicIntegerArray(parts);
        workers.deal(
            parts,
            (worker, from, to) -> {
              assertTrue(worker >= 0 && worker < 3);
              assertEquals(from + 1, to);
              done.incrementAndGet(from);
            });
        for (int i = 0; i < parts; i++) {
          assertEquals(1, done.get(i));
        }
      }
    }
  }

  @Test
  void aFailureInADealtPartReachesTheCaller() {
    try (Workers workers = new Workers(2)) {
      assertThrows(
          RuntimeException.class,
          () ->
              workers.deal(
                  10,
                  (worker, from, to) -> {
                    if (from == 5) {
                      throw new ArithmeticException("on purpose");
                    }
                  }));
      workers.deal(2, (worker, from, to) -> {});
    }
  }

  @Test
  void theThreadsWakeUpAfterAPause() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      for (int i = 0; i < 3; i++) {
        Thread.sleep(20);
        AtomicIntegerArray parts = new AtomicIntegerArray(2);
        workers.share(2, 1, (worker, from, to) -> parts.addAndGet(worker, to - from));
        assertEquals(1, parts.get(0));
        assertEquals(1, parts.get(1));
      }
    }
  }

  @Test
  void aFailureOfAThreadReachesTheCallerAndTheThreadsGoOn() {
    try (Workers workers = new Workers(2)) {
      RuntimeException cause = new ArithmeticException("on purpose");
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.share(
                      2,
                      1,
                      (worker, from, to) -> {
                        if (worker == 1) {
                          throw cause;
                        }
                      }));
      assertSame(cause, thrown.getCause());
      workers.share(2, 1, (worker, from, to) -> {});
    }
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    Workers workers = new Workers(2);
    Thread[] worker = new Thread[1];
    workers.share(
        2,
        1,
        (index, from, to) -> {
          if (index == 1) {
            worker[0] = Thread.currentThread();
          }
        });
    workers.close();
    worker[0].join(10_000);
    assertFalse(worker[0].isAlive());
  }
}
