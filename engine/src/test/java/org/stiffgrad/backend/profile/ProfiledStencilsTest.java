package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernelContract;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackend;

final class ProfiledStencilsTest extends StencilKernelContract {
  private final ProfiledBackend backend = new ProfiledBackend(new ScalarBackend());
  private final Workspace workspace = backend.newWorkspace();

  @Override
  protected StencilCompiler compiler() {
    return backend.stencils();
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }
}
