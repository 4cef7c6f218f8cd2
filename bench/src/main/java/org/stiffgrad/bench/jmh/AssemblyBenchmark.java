package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.StencilMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;

/**
 * How fast is the dense iteration matrix {@code W = shift I - J} of the Brusselator on an N x N
 * grid written, given the entries of J?
 *
 * <p>Run it by {@code bench.jar jmh AssemblyBenchmark -p size=17}. The matrix is checked by {@code
 * W x = shift x - J v}, the product by the reference backend without a matrix.
 *
 * <p>What would mislead: W has 4 N^4 numbers and J only 12 N^2 that are not zero, so that the time
 * is that of clearing memory; the LU factorisation that follows would fetch the matrix anyway.
 */
public class AssemblyBenchmark extends KernelBenchmark {
  @Param({"5", "10", "17", "24"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.ASSEMBLY;
  }

  @Override
  String size() {
    return size;
  }

  /** The iteration matrix at a random state. */
  static final class Case implements KernelCase {
    private static final double SHIFT = 1234.5;

    /** Rounding of the few entries of a row, and of as many operations of each entry. */
    private static final double ALLOWED = 500 * Data.ROUNDOFF;

    private final ModelPrograms programs;
    private final Grid grid;
    private final JacobianStencil jacobian;
    private final double[] state;
    private final double[] parameters;
    private final StencilMatrix matrix;
    private final Buffer entries;
    private final DenseMatrix w;

    Case(ComputeBackend backend, Workspace workspace, int side) {
      Brusselator2d model = new Brusselator2d();
      programs = new ModelPrograms(model);
      grid = new Grid(side);
      jacobian = programs.jacobian();
      state = Data.positive(model.components().size() * grid.cells(), 1);
      parameters = Data.positive(model.parameters().size() * grid.cells(), 2);
      matrix = backend.stencils().matrix(jacobian, grid);
      entries = workspace.allocate((long) jacobian.entries().size() * grid.cells());
      Buffer[] operands = {workspace.allocate(state), workspace.allocate(parameters)};
      backend.stencils().compile(jacobian.program(), grid).evaluate(0, operands, entries);
      w = workspace.allocateMatrix(state.length, state.length);
    }

    @Override
    public void run() {
      matrix.assembleShifted(SHIFT, entries, w);
    }

    @Override
    public double error() {
      run();
      double[] x = Data.signed(state.length, 3);
      double[] product = Data.product(Extents.read(w), state.length, x);
      double[] expected = jacobianTimes(x);
      for (int i = 0; i < x.length; i++) {
        expected[i] = SHIFT * x[i] - expected[i];
      }
      return Data.difference(product, expected) / ALLOWED;
    }

    private double[] jacobianTimes(double[] x) {
      StencilProgram jvp = programs.jacobianVectorProduct();
      try (ComputeBackend reference = Data.reference();
          Workspace workspace = reference.newWorkspace()) {
        Buffer[] operands = {
          workspace.allocate(state), workspace.allocate(parameters), workspace.allocate(x)
        };
        Buffer result = workspace.allocate(x.length);
        reference.stencils().compile(jvp, grid).evaluate(0, operands, result);
        return result.toArray();
      }
    }

    @Override
    public KernelCost cost() {
      return KernelCost.assembleShifted(jacobian, grid);
    }

    @Override
    public double footprint() {
      return cost().bytes();
    }
  }
}
