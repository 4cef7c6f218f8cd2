package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernelContract;
import org.stiffgrad.backend.Workspace;

final class ScalarStencilKernelTest extends StencilKernelContract {
  private final StencilCompiler compiler = new ScalarStencilCompiler();
  private final Workspace workspace = new HeapWorkspace();

  @Override
  protected StencilCompiler compiler() {
    return compiler;
  }

  @Override
  protected Workspace workspace() {
    return workspace;
  }
}
