package org.stiffgrad.autodiff;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAssembler;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.linear.JacobianMatrix;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** A stencil model's right-hand side and derivatives as compiled kernels. */
final class StencilSystem implements DifferentiatedSystem {
  private final int dimension;
  private final int parameterCount;
  private final boolean autonomous;
  private final Buffer parameters;
  private final StencilJacobian jacobian;

  private final LazyKernel rightHandSide;
  private final LazyKernel timeDerivative;
  private final LazyKernel jacobianEntries;
  private final LazyKernel jacobianVectorProduct;
  private final LazyKernel vectorJacobianProduct;
  private final LazyKernel parameterJacobianVectorProduct;
  private final LazyKernel parameterVectorJacobianProduct;
  private final LazyKernel adjointTimeDerivative;

  /* Argument lists of each length, reused so that a call allocates nothing. */
  private final Buffer[] two;
  private final Buffer[] three;
  private final Buffer[] four;

  StencilSystem(
      OdeProblem problem, ModelPrograms programs, ComputeBackend backend, Workspace workspace) {
    dimension = problem.stateLength();
    parameterCount = problem.parameterLength();
    autonomous = programs.timeDerivative().isZero();
    parameters = workspace.allocate(problem.parameters());
    two = new Buffer[] {parameters, parameters};
    three = new Buffer[] {parameters, parameters, parameters};
    four = new Buffer[] {parameters, parameters, parameters, parameters};

    Grid grid = problem.grid();
    StencilCompiler stencils = backend.stencils();
    jacobian =
        new StencilJacobian(
            dimension,
            workspace.allocate(
                Math.multiplyExact((long) programs.jacobian().entries().size(), grid.cells())),
            stencils.denseAssembler(programs.jacobian(), grid));
    rightHandSide = new LazyKernel(stencils, programs.rightHandSide(), grid);
    timeDerivative = new LazyKernel(stencils, programs.timeDerivative(), grid);
    jacobianEntries = new LazyKernel(stencils, programs.jacobian().program(), grid);
    jacobianVectorProduct = new LazyKernel(stencils, programs.jacobianVectorProduct(), grid);
    vectorJacobianProduct = new LazyKernel(stencils, programs.vectorJacobianProduct(), grid);
    parameterJacobianVectorProduct =
        new LazyKernel(stencils, programs.parameterJacobianVectorProduct(), grid);
    parameterVectorJacobianProduct =
        new LazyKernel(stencils, programs.parameterVectorJacobianProduct(), grid);
    adjointTimeDerivative = new LazyKernel(stencils, programs.adjointTimeDerivative(), grid);
  }

  /** A kernel that is compiled when it is first used: no computation needs all of them. */
  private static final class LazyKernel {
    private final StencilCompiler stencils;
    private final StencilProgram program;
    private final Grid grid;
    private @Nullable StencilKernel kernel;

    LazyKernel(StencilCompiler stencils, StencilProgram program, Grid grid) {
      this.stencils = stencils;
      this.program = program;
      this.grid = grid;
    }

    void evaluate(double t, Buffer[] operands, Buffer result) {
      StencilKernel compiled = kernel;
      if (compiled == null) {
        compiled = stencils.compile(program, grid);
        kernel = compiled;
      }
      compiled.evaluate(t, operands, result);
    }
  }

  private record StencilJacobian(int dimension, Buffer entries, DenseAssembler assembler)
      implements JacobianMatrix {
    @Override
    public void assembleShifted(double shift, DenseMatrix w) {
      assembler.assembleShifted(shift, entries, w);
    }
  }

  private Buffer[] at(Buffer u) {
    two[0] = u;
    return two;
  }

  private Buffer[] at(Buffer u, Buffer v) {
    three[0] = u;
    three[2] = v;
    return three;
  }

  private Buffer[] at(Buffer u, Buffer k, Buffer w) {
    four[0] = u;
    four[2] = k;
    four[3] = w;
    return four;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int parameterCount() {
    return parameterCount;
  }

  @Override
  public Buffer parameters() {
    return parameters;
  }

  @Override
  public void rightHandSide(double t, Buffer u, Buffer result) {
    rightHandSide.evaluate(t, at(u), result);
  }

  @Override
  public boolean isAutonomous() {
    return autonomous;
  }

  @Override
  public void timeDerivative(double t, Buffer u, Buffer result) {
    timeDerivative.evaluate(t, at(u), result);
  }

  @Override
  public void linearize(double t, Buffer u) {
    jacobianEntries.evaluate(t, at(u), jacobian.entries());
  }

  @Override
  public JacobianMatrix jacobian() {
    return jacobian;
  }

  @Override
  public void jacobianVectorProduct(double t, Buffer u, Buffer v, Buffer result) {
    jacobianVectorProduct.evaluate(t, at(u, v), result);
  }

  @Override
  public void vectorJacobianProduct(double t, Buffer u, Buffer w, Buffer result) {
    vectorJacobianProduct.evaluate(t, at(u, w), result);
  }

  @Override
  public void parameterJacobianVectorProduct(double t, Buffer u, Buffer dp, Buffer result) {
    parameterJacobianVectorProduct.evaluate(t, at(u, dp), result);
  }

  @Override
  public void parameterVectorJacobianProduct(double t, Buffer u, Buffer w, Buffer result) {
    parameterVectorJacobianProduct.evaluate(t, at(u, w), result);
  }

  @Override
  public void adjointTimeDerivative(double t, Buffer u, Buffer k, Buffer w, Buffer result) {
    adjointTimeDerivative.evaluate(t, at(u, k, w), result);
  }
}
