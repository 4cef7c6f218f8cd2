package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.VectorOperationsContract;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackend;

final class ProfiledVectorsTest extends VectorOperationsContract {
  private final ProfiledBackend backend = new ProfiledBackend(new ScalarBackend());
  private final Workspace workspace = backend.newWorkspace();

  @Override
  protected VectorOperations operations() {
    return backend.vectors();
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }
}
