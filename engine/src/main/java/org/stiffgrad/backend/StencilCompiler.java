package org.stiffgrad.backend;

import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

/**
 * Compiles per-cell programs. Both methods return the same object for equal arguments: compilation
 * happens once per program, and index tables are built once per grid.
 */
public interface StencilCompiler {
  /** A kernel that evaluates the program on the grid. */
  StencilKernel compile(StencilProgram program, Grid grid);

  /** The assembler of {@code shift I - J} on the grid. */
  DenseAssembler denseAssembler(JacobianStencil jacobian, Grid grid);
}
