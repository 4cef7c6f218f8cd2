package org.stiffgrad.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;

/** Nothing is allocated on the heap once the JIT has compiled the calls. */
final class OpenBlasAllocationTest {
  private static final int CALLS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // Calls on copies outside the heap, and critical calls.
  @ParameterizedTest
  @ValueSource(doubles = {0, Double.POSITIVE_INFINITY})
  void denseAlgebraDoesNotAllocate(double longWork) {
    BackendUnderTest.open(OpenBlasBackendProvider.NAME).close();
    int n = 18;
    try (OpenBlasDenseAlgebra algebra = new OpenBlasDenseAlgebra(1, longWork);
        Workspace workspace = new HeapWorkspace()) {
      double[] values = new Random(1).doubles((long) n * n, -1, 1).toArray();
      DenseMatrix a = workspace.allocateMatrix(n, n);
      DenseMatrix b = workspace.allocateMatrix(n, n);
      DenseMatrix c = workspace.allocateMatrix(n, n);
      Buffer x = workspace.allocate(n);
      Pivots pivots = workspace.allocatePivots(n);
      b.elements().write(values);
      assertAllocationFree(() -> algebra.gemm(Transpose.NO, Transpose.YES, 1, a, b, 0, c));
      assertAllocationFree(
          () -> {
            a.elements().write(values);
            algebra.factor(a, pivots);
          });
      assertAllocationFree(() -> algebra.solve(Transpose.NO, a, pivots, x));
      assertAllocationFree(() -> algebra.solve(Transpose.YES, a, pivots, x));
      assertAllocationFree(() -> algebra.solve(Transpose.NO, a, pivots, c));
    }
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
