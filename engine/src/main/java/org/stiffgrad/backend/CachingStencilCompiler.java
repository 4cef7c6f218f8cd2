package org.stiffgrad.backend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

/** A stencil compiler that keeps what it has made, as every one has to. */
public abstract class CachingStencilCompiler implements StencilCompiler {
  private final Map<String, LoweredProgram> programs = new HashMap<>();
  private final Map<KernelKey, StencilKernel> kernels = new HashMap<>();
  private final Map<MatrixKey, StencilMatrix> matrices = new HashMap<>();

  private record KernelKey(String canonicalForm, Grid grid) {}

  private record MatrixKey(
      int rowFields, int columnFields, List<JacobianStencil.Entry> entries, Grid grid) {}

  /**
   * Makes a kernel; called once for each program and grid.
   *
   * @param program the same object for every grid
   */
  protected abstract StencilKernel newKernel(LoweredProgram program, Grid grid);

  /** Makes a matrix; called once for each pattern and grid. */
  protected abstract StencilMatrix newMatrix(JacobianStencil jacobian, Grid grid);

  @Override
  public final StencilKernel compile(StencilProgram program, Grid grid) {
    return kernels.computeIfAbsent(
        new KernelKey(program.canonicalForm(), grid), key -> newKernel(lowered(program), grid));
  }

  private LoweredProgram lowered(StencilProgram program) {
    return programs.computeIfAbsent(
        program.canonicalForm(), canonicalForm -> new LoweredProgram(program));
  }

  @Override
  public final StencilMatrix matrix(JacobianStencil jacobian, Grid grid) {
    return matrices.computeIfAbsent(
        new MatrixKey(jacobian.rowFields(), jacobian.columnFields(), jacobian.entries(), grid),
        key -> newMatrix(jacobian, grid));
  }
}
