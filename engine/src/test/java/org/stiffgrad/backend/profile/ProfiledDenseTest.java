package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackend;

final class ProfiledDenseTest extends DenseAlgebraContract {
  private final ProfiledBackend backend = new ProfiledBackend(new ScalarBackend());
  private final Workspace workspace = backend.newWorkspace();

  @Override
  protected DenseAlgebra algebra() {
    return backend.dense();
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }
}
