package org.stiffgrad.openblas;

import org.junit.jupiter.api.AfterEach;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Workspace;

/** Dense algebra on copies outside the heap, which only long calls make otherwise. */
final class OpenBlasCopiesTest extends DenseAlgebraContract {
  private final OpenBlasDenseAlgebra algebra = open();
  private final Workspace workspace = new HeapWorkspace();

  private static OpenBlasDenseAlgebra open() {
    BackendUnderTest.open(OpenBlasBackendProvider.NAME).close();
    return new OpenBlasDenseAlgebra(1, 0);
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
}
