package org.stiffgrad.backend.profile;

import java.util.IdentityHashMap;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.StencilMatrix;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

/** Counts stencil kernels and operations with the sparse matrices of stencils. */
final class ProfiledStencils implements StencilCompiler {
  private final StencilCompiler stencils;
  private final KernelCounters counters;
  private final IdentityHashMap<StencilKernel, StencilKernel> kernels = new IdentityHashMap<>();
  private final IdentityHashMap<StencilMatrix, StencilMatrix> matrices = new IdentityHashMap<>();

  ProfiledStencils(StencilCompiler stencils, KernelCounters counters) {
    this.stencils = stencils;
    this.counters = counters;
  }

  private static String title(StencilProgram program) {
    return "%s (%s)".formatted(program.formula(), program.name());
  }

  @Override
  public StencilKernel compile(StencilProgram program, Grid grid) {
    return kernels.computeIfAbsent(
        stencils.compile(program, grid),
        kernel ->
            new Kernel(
                kernel,
                counters,
                counters.named(title(program)),
                KernelCost.stencil(new LoweredProgram(program), grid)));
  }

  @Override
  public StencilMatrix matrix(JacobianStencil jacobian, Grid grid) {
    return matrices.computeIfAbsent(
        stencils.matrix(jacobian, grid), matrix -> new Matrix(matrix, jacobian, grid, counters));
  }

  private record Kernel(
      StencilKernel kernel, KernelCounters counters, KernelCounter counter, KernelCost cost)
      implements StencilKernel {
    @Override
    public void evaluate(double t, Buffer[] operands, Buffer result) {
      if (counter.skips()) {
        kernel.evaluate(t, operands, result);
        return;
      }
      long start = counters.clock();
      kernel.evaluate(t, operands, result);
      long nanos = counters.clock() - start;
      counter.add(nanos, cost);
    }
  }

  private static final class Matrix implements StencilMatrix {
    private final StencilMatrix matrix;
    private final JacobianStencil jacobian;
    private final Grid grid;
    private final KernelCounters counters;
    private final KernelCounter assemble;
    private final KernelCounter product;
    private final KernelCounter columns;

    Matrix(StencilMatrix matrix, JacobianStencil jacobian, Grid grid, KernelCounters counters) {
      this.matrix = matrix;
      this.jacobian = jacobian;
      this.grid = grid;
      this.counters = counters;
      String formula = jacobian.program().formula();
      assemble = counters.named("dense W = s I - " + formula);
      product = counters.named(formula + " times a matrix");
      columns = counters.named("columns of " + formula);
    }

    @Override
    public void assembleShifted(double shift, Buffer entries, DenseMatrix w) {
      if (assemble.skips()) {
        matrix.assembleShifted(shift, entries, w);
        return;
      }
      long start = counters.clock();
      matrix.assembleShifted(shift, entries, w);
      long nanos = counters.clock() - start;
      assemble.add(nanos, KernelCost.assembleShifted(jacobian, grid));
    }

    @Override
    public void addProduct(double factor, Buffer entries, DenseMatrix s, DenseMatrix result) {
      if (product.skips()) {
        matrix.addProduct(factor, entries, s, result);
        return;
      }
      long start = counters.clock();
      matrix.addProduct(factor, entries, s, result);
      long nanos = counters.clock() - start;
      product.add(nanos, KernelCost.addProduct(jacobian, grid, s.columns()));
    }

    @Override
    public void addColumns(double factor, Buffer entries, int first, DenseMatrix result) {
      if (columns.skips()) {
        matrix.addColumns(factor, entries, first, result);
        return;
      }
      long start = counters.clock();
      matrix.addColumns(factor, entries, first, result);
      long nanos = counters.clock() - start;
      columns.add(nanos, KernelCost.addColumns(jacobian, grid, result.columns()));
    }
  }
}
