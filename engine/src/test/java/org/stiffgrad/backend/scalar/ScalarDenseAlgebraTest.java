package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Workspace;

final class ScalarDenseAlgebraTest extends DenseAlgebraContract {
  private final Workspace workspace = new HeapWorkspace();

  @Override
  protected DenseAlgebra algebra() {
    return new ScalarDenseAlgebra();
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }
}
