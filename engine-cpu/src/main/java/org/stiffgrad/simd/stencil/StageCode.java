package org.stiffgrad.simd.stencil;

import org.stiffgrad.backend.Buffer;

/** The generated code of one stage of a program; implemented by hidden classes. */
interface StageCode {
  /**
   * Evaluates runs of cells, a vector of cells at a time.
   *
   * @param operands the program's operands
   * @param result receives the program's outputs
   * @param data tables, uniforms, scratch and index tables of the kernel
   * @param first the first run in {@link KernelData#runs}
   * @param last one after the last run
   * @param origin the cell that the scratch of the current block starts with
   */
  void runs(Buffer[] operands, double[] result, KernelData data, int first, int last, int origin);

  /**
   * Evaluates single cells, from {@code first} to before {@code last} in {@link
   * KernelData#singles}.
   */
  void singles(
      Buffer[] operands, double[] result, KernelData data, int first, int last, int origin);
}
