package org.stiffgrad.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;

/** Dense algebra by two threads. */
final class OpenBlasThreadsTest extends DenseAlgebraContract {
  /** What a Java thread has at least; the usual is 1 MiB. */
  private static final long SMALL_STACK = 144 << 10;

  private final OpenBlasDenseAlgebra algebra = open();
  private final Workspace workspace = new HeapWorkspace();

  private static OpenBlasDenseAlgebra open() {
    BackendUnderTest.open(OpenBlasBackendProvider.NAME).close();
    return new OpenBlasDenseAlgebra(2);
  }

  @Override
  protected DenseAlgebra algebra() {
    return algebra;
  }

  @Override
  protected boolean dividesBySubnormalPivots() {
    return false;
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }

  @AfterEach
  void close() {
    algebra.close();
  }

  /** The failure of this test is the death of the JVM. */
  @Test
  void aSmallStackIsDeepEnough() throws InterruptedException {
    CompletableFuture<Integer> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(null, () -> outcome.complete(factorLarge()), "small stack", SMALL_STACK);
    thread.start();
    thread.join();
    assertTrue(outcome.isDone());
    assertEquals(0, outcome.join());
  }

  private int factorLarge() {
    int n = 600;
    DenseMatrix a = workspace.allocateMatrix(n, n);
    DenseMatrix b = workspace.allocateMatrix(n, n);
    double[] values = new double[n * n];
    for (int i = 0; i < n; i++) {
      values[i + i * n] = 2;
      values[i + (n - 1 - i) * n] += 1;
    }
    a.elements().write(values);
    Pivots pivots = workspace.allocatePivots(n);
    algebra.gemm(Transpose.NO, Transpose.YES, 1, a, a, 0, b);
    int outcome = algebra.factor(b, pivots);
    algebra.solve(Transpose.NO, b, pivots, a);
    algebra.solve(Transpose.YES, b, pivots, workspace.allocate(n));
    return outcome;
  }
}
