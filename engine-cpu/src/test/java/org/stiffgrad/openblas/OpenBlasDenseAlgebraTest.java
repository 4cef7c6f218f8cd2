package org.stiffgrad.openblas;

import org.junit.jupiter.api.AfterEach;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.Workspace;

final class OpenBlasDenseAlgebraTest extends DenseAlgebraContract {
  private final ComputeBackend backend = BackendUnderTest.open(OpenBlasBackendProvider.NAME);
  private final Workspace workspace = backend.newWorkspace();

  @Override
  protected DenseAlgebra algebra() {
    return backend.dense();
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }
}
