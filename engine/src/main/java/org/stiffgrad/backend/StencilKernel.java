package org.stiffgrad.backend;

/** A stencil program compiled for one backend and one grid. */
public interface StencilKernel {
  /**
   * Evaluates the program in every cell.
   *
   * @param t the time
   * @param operands the program's operands, in its order; each holds its fields one after another
   * @param result receives the output fields one after another, length {@code outputs * N^2}; must
   *     be none of the operands
   */
  void evaluate(double t, Buffer[] operands, Buffer result);
}
