package org.stiffgrad.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.VectorOperations;

/**
 * Nothing is allocated once buffers have grown and the JIT has compiled the kernels. Until then the
 * Vector API boxes its vectors, so each operation is repeated until a measurement shows zero bytes.
 */
final class SimdAllocationTest {
  private static final int CALLS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final HeapWorkspace workspace = new HeapWorkspace();
  private final Random random = new Random(1);

  // Orders with whole and broken vectors, above and below the packing of products.
  @ParameterizedTest
  @ValueSource(ints = {8, 18, 50, 200})
  void denseAlgebraDoesNotAllocate(int n) {
    denseAlgebraDoesNotAllocate(n, new SimdDenseAlgebra(DoubleVector.SPECIES_PREFERRED));
  }

  // Below and above the order from which panels are factored ahead.
  @ParameterizedTest
  @ValueSource(ints = {200, 400})
  void sharingAmongThreadsDoesNotAllocate(int n) {
    try (Workers workers = new Workers(2)) {
      denseAlgebraDoesNotAllocate(n, new SimdDenseAlgebra(DoubleVector.SPECIES_PREFERRED, workers));
    }
  }

  private void denseAlgebraDoesNotAllocate(int n, DenseAlgebra algebra) {
    double[] values = random.doubles((long) n * n, -1, 1).toArray();
    DenseMatrix a = workspace.allocateMatrix(n, n);
    DenseMatrix b = workspace.allocateMatrix(n, n);
    DenseMatrix c = workspace.allocateMatrix(n, n);
    double[] rightHandSide = random.doubles(n, -1, 1).toArray();
    Buffer x = workspace.allocate(n);
    Pivots pivots = workspace.allocatePivots(n);
    a.elements().write(values);
    b.elements().write(values);
    assertAllocationFree(
        () -> {
          algebra.gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, c);
          algebra.gemm(Transpose.YES, Transpose.YES, 1, a, b, 1, c);
        });
    assertAllocationFree(
        () -> {
          a.elements().write(values);
          algebra.factor(a, pivots);
        });
    assertAllocationFree(
        () -> {
          x.write(rightHandSide);
          algebra.solve(Transpose.NO, a, pivots, x);
          algebra.solve(Transpose.YES, a, pivots, x);
        });
    assertAllocationFree(
        () -> {
          b.elements().write(values);
          algebra.solve(Transpose.NO, a, pivots, b);
          algebra.solve(Transpose.YES, a, pivots, b);
        });
  }

  @Test
  void vectorOperationsDoNotAllocate() {
    VectorOperations operations = new SimdVectorOperations(DoubleVector.SPECIES_PREFERRED);
    double[] coefficients = {1, 0, -2, 3};
    Buffer[] terms = new Buffer[4];
    for (int j = 0; j < terms.length; j++) {
      terms[j] = workspace.allocate(random.doubles(103, -1, 1).toArray());
    }
    Buffer result = workspace.allocate(103);
    assertAllocationFree(
        () -> operations.linearCombination(coefficients, terms, terms.length, result));
    assertAllocationFree(() -> operations.weightedRmsNorm(result, terms[0], terms[1], 1e-6, 1e-6));
    assertAllocationFree(() -> operations.dot(terms[0], terms[1]));
  }

  private void assertAllocationFree(Runnable operation) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long allocated;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        operation.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    } while (allocated != 0 && System.nanoTime() < deadline);
    assertEquals(0, allocated, "bytes in " + CALLS + " calls");
  }
}
