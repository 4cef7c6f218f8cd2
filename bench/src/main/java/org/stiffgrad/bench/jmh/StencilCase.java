package org.stiffgrad.bench.jmh;

import java.util.List;
import java.util.function.Function;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilOperand;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;

/** A stencil program of the Brusselator on an N x N grid, from rough random operands. */
final class StencilCase implements KernelCase {
  /**
   * Rounding of a few tens of operations. The operands are rough, so that the sums of the stencil
   * do not cancel.
   */
  private static final double ALLOWED = 200 * Data.ROUNDOFF;

  private final Grid grid;
  private final StencilProgram program;
  private final StencilKernel kernel;
  private final Buffer[] operands;
  private final Buffer result;

  StencilCase(
      ComputeBackend backend,
      Workspace workspace,
      int side,
      Function<ModelPrograms, StencilProgram> choice) {
    grid = new Grid(side);
    program = choice.apply(new ModelPrograms(new Brusselator2d()));
    kernel = backend.stencils().compile(program, grid);
    operands = operands(program.operands(), grid, workspace);
    result = workspace.allocate((long) program.outputs().size() * grid.cells());
  }

  /** Positive random states and parameters, random directions and weights. */
  private static Buffer[] operands(List<StencilOperand> operands, Grid grid, Workspace workspace) {
    Brusselator2d model = new Brusselator2d();
    return operands.stream()
        .map(
            operand ->
                switch (operand) {
                  case STATE -> Data.positive(model.components().size() * grid.cells(), 1);
                  case PARAMETERS -> Data.positive(model.parameters().size() * grid.cells(), 2);
                  case PARAMETER_DIRECTION ->
                      Data.signed(model.parameters().size() * grid.cells(), 3);
                  case DIRECTION, WEIGHT ->
                      Data.signed(model.components().size() * grid.cells(), 4);
                })
        .map(workspace::allocate)
        .toArray(Buffer[]::new);
  }

  @Override
  public void run() {
    kernel.evaluate(0, operands, result);
  }

  @Override
  public double error() {
    run();
    return Data.difference(result.toArray(), reference()) / ALLOWED;
  }

  /** The same on the reference backend. */
  private double[] reference() {
    try (ComputeBackend reference = Data.reference();
        Workspace workspace = reference.newWorkspace()) {
      Buffer expected = workspace.allocate(result.length());
      reference
          .stencils()
          .compile(program, grid)
          .evaluate(0, operands(program.operands(), grid, workspace), expected);
      return expected.toArray();
    }
  }

  @Override
  public KernelCost cost() {
    return KernelCost.stencil(new LoweredProgram(program), grid);
  }

  @Override
  public double footprint() {
    return cost().bytes();
  }
}
