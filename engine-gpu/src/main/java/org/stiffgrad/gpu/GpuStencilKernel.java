package org.stiffgrad.gpu;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HoistedValues;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.gpu.runtime.GpuKernel;

/** A stencil program as kernels on one grid, each for some of the outputs. */
final class GpuStencilKernel implements StencilKernel {
  private static final int RESULT = 2;

  private final CellGrid grid;
  private final Part[] parts;

  /**
   * A kernel whose grid and tables are set.
   *
   * @param operands how many operands the program has
   * @param start the position of its first output in the result, in elements
   */
  record Part(GpuKernel kernel, HoistedValues hoisted, int operands, long start) {}

  GpuStencilKernel(CellGrid grid, Part[] parts) {
    this.grid = grid;
    this.parts = parts;
  }

  @Override
  public void evaluate(double t, Buffer[] operands, Buffer result) {
    long target = DeviceBuffer.address(result);
    for (Part part : parts) {
      GpuKernel kernel = part.kernel;
      kernel.setLong(RESULT, target + part.start * Double.BYTES);
      int argument = StencilSource.FIRST_OPERAND;
      for (int k = 0; k < part.operands; k++) {
        kernel.setLong(argument++, DeviceBuffer.address(operands[k]));
      }
      part.hoisted.evaluateUniforms(t);
      for (double uniform : part.hoisted.uniforms()) {
        kernel.setDouble(argument++, uniform);
      }
      grid.launch(kernel, 1);
    }
  }
}
