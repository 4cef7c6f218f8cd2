package org.stiffgrad.gpu.device;

import static org.stiffgrad.gpu.device.Table.number;
import static org.stiffgrad.gpu.device.Table.percent;

import java.util.List;
import java.util.Random;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilOperand;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.gpu.GpuBackend;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.GpuSolver;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;

/** The rates of single kernels, each beside what the device or its library reaches by itself. */
final class KernelFigures {
  private final GpuBackend backend;
  private final Clock clock;

  KernelFigures(GpuBackend backend, double secondsABatch) {
    this.backend = backend;
    clock = new Clock(backend, secondsABatch);
  }

  private static void fill(Buffer buffer, double least) {
    buffer.write(new Random(buffer.length()).doubles(buffer.length(), least, least + 1).toArray());
  }

  private static DenseMatrix matrix(Workspace workspace, int n) {
    DenseMatrix matrix = workspace.allocateMatrix(n, n);
    fill(matrix.elements(), -0.5);
    return matrix;
  }

  /** The rate of a product of square matrices of an order, in operations a second. */
  double productRate(int n) {
    try (Workspace workspace = backend.newWorkspace()) {
      DenseMatrix a = matrix(workspace, n);
      DenseMatrix b = matrix(workspace, n);
      DenseMatrix c = matrix(workspace, n);
      double seconds =
          clock.seconds(() -> backend.dense().gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, c));
      return KernelCost.gemm(n, n, n).flops() / seconds;
    }
  }

  /** Products and factorisations beside the library's own calls. */
  String dense(List<Integer> orders) {
    Table table =
        new Table(
            "order",
            "gemm TFLOP/s",
            "LU TFLOP/s",
            "getrf alone TFLOP/s",
            "LU / getrf",
            "solve us",
            "solve of 256 TFLOP/s");
    for (int n : orders) {
      try (Workspace workspace = backend.newWorkspace()) {
        addDense(table, n, workspace);
      }
    }
    return table.toString();
  }

  private void addDense(Table table, int n, Workspace workspace) {
    DenseMatrix original = matrix(workspace, n);
    DenseMatrix factors = workspace.allocateMatrix(n, n);
    Pivots pivots = workspace.allocatePivots(n);
    double copy =
        clock.seconds(() -> backend.vectors().copy(original.elements(), factors.elements()));
    double factor =
        clock.seconds(
                () -> {
                  backend.vectors().copy(original.elements(), factors.elements());
                  int unused = backend.dense().factor(factors, pivots);
                })
            - copy;
    double alone = libraryFactorSeconds(n);
    Buffer x = workspace.allocate(n);
    DenseMatrix many = workspace.allocateMatrix(n, 256);
    double solve = clock.seconds(() -> backend.dense().solve(Transpose.NO, factors, pivots, x));
    double solves = clock.seconds(() -> backend.dense().solve(Transpose.NO, factors, pivots, many));
    double flops = KernelCost.factor(n).flops();
    table.add(
        Integer.toString(n),
        number(productRate(n) * 1e-12),
        number(flops / factor * 1e-12),
        number(flops / alone * 1e-12),
        percent(alone / factor),
        number(solve * 1e6),
        number(KernelCost.solve(n, 256).flops() / solves * 1e-12));
  }

  /** The library's factorisation without the backend around it. */
  private double libraryFactorSeconds(int n) {
    GpuRuntime runtime = backend.runtime();
    GpuSolver solver = runtime.solver();
    long matrixBytes = (long) n * n * Double.BYTES;
    try (Workspace workspace = backend.newWorkspace()) {
      DenseMatrix original = matrix(workspace, n);
      double[] host = original.elements().toArray();
      long source = runtime.allocate(matrixBytes);
      long a = runtime.allocate(matrixBytes);
      long pivots = runtime.allocate(solver.pivotBytes(n));
      long info = runtime.allocate(Integer.BYTES);
      long bytes = solver.getrfWorkspaceBytes(n, a, n);
      long room = runtime.allocate(Math.max(1, bytes));
      runtime.upload(host, 0, host.length, source);
      double copy = clock.seconds(() -> runtime.copy(source, a, matrixBytes));
      double both =
          clock.seconds(
              () -> {
                runtime.copy(source, a, matrixBytes);
                solver.getrf(n, a, n, pivots, room, bytes, info);
              });
      for (long address : new long[] {source, a, pivots, info, room}) {
        runtime.free(address);
      }
      return both - copy;
    }
  }

  /** Stencil kernels beside a copy within the device's memory of as many bytes. */
  String stencils(List<Integer> sizes) {
    StencilModel model = new Brusselator2d();
    ModelPrograms programs = new ModelPrograms(model);
    Table table = new Table("kernel", "N", "GB/s", "device copy GB/s", "share");
    for (int n : sizes) {
      for (StencilProgram program :
          List.of(
              programs.rightHandSide(),
              programs.jacobianVectorProduct(),
              programs.vectorJacobianProduct(),
              programs.parameterVectorJacobianProduct(),
              programs.jacobian().program())) {
        addStencil(table, program, model, new Grid(n));
      }
    }
    return table.toString();
  }

  private void addStencil(Table table, StencilProgram program, StencilModel model, Grid grid) {
    try (Workspace workspace = backend.newWorkspace()) {
      Buffer[] operands = new Buffer[program.operands().size()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = workspace.allocate(length(program.operands().get(k), model, grid));
        fill(operands[k], 0.5);
      }
      Buffer result = workspace.allocate((long) program.outputs().size() * grid.cells());
      StencilKernel kernel = backend.stencils().compile(program, grid);
      double seconds = clock.seconds(() -> kernel.evaluate(0.5, operands, result));
      double bytes = KernelCost.stencil(new LoweredProgram(program), grid).bytes();
      double copyRate = copyRate((long) (bytes / 2 / Double.BYTES), workspace);
      table.add(
          program.formula(),
          Integer.toString(grid.n()),
          number(bytes / seconds * 1e-9),
          number(copyRate * 1e-9),
          percent(bytes / seconds / copyRate));
    }
  }

  private static long length(StencilOperand operand, StencilModel model, Grid grid) {
    return switch (operand) {
      case STATE, DIRECTION, WEIGHT -> model.stateLength(grid);
      case PARAMETERS, PARAMETER_DIRECTION -> model.parameterLength(grid);
    };
  }

  /** Bytes read and written a second by a copy of so many numbers. */
  private double copyRate(long length, Workspace workspace) {
    Buffer from = workspace.allocate(length);
    Buffer to = workspace.allocate(length);
    double seconds = clock.seconds(() -> backend.vectors().copy(from, to));
    return KernelCost.copy(length).bytes() / seconds;
  }
}
