package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.HeapStencilCompiler;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.model.Grid;

/** Compiles stencil programs to sequences of plain loops over the rows of the grid. */
public final class ScalarStencilCompiler extends HeapStencilCompiler {
  @Override
  protected StencilKernel newKernel(LoweredProgram program, Grid grid) {
    return new RowInterpreter(program, grid);
  }
}
