package org.stiffgrad.backend;

import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.model.Grid;

/** The stencil compilers of the CPU backends, which operate with sparse matrices alike. */
public abstract class HeapStencilCompiler extends CachingStencilCompiler {
  @Override
  protected final StencilMatrix newMatrix(JacobianStencil jacobian, Grid grid) {
    return new HeapStencilMatrix(jacobian, grid);
  }
}
