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

  /** Operations with the sparse matrix that the stencil describes on the grid. */
  StencilMatrix matrix(JacobianStencil jacobian, Grid grid);
}
