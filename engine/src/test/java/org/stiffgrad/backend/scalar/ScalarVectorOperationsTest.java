package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.VectorOperationsContract;
import org.stiffgrad.backend.Workspace;

final class ScalarVectorOperationsTest extends VectorOperationsContract {
  private final Workspace workspace = new HeapWorkspace();

  @Override
  protected VectorOperations operations() {
    return new ScalarVectorOperations();
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }
}
