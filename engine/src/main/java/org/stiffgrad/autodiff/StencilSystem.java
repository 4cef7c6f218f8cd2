package org.stiffgrad.autodiff;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.StencilMatrix;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.JacobianStencil;
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
  private final VectorOperations vectors;

  private final LazyKernel rightHandSide;
  private final LazyKernel timeDerivative;
  private final LazyKernel jacobianVectorProduct;
  private final LazyKernel vectorJacobianProduct;
  private final LazyKernel parameterJacobianVectorProduct;
  private final LazyKernel parameterVectorJacobianProduct;
  private final WithTimeDerivative secondOrderState;
  private final WithTimeDerivative secondOrderParameters;
  private final StencilJacobian jacobian;
  private final StencilJacobian parameterJacobian;
  private final Sum stateSecondOrder;
  private final Sum parameterSecondOrder;

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
    vectors = backend.vectors();
    two = new Buffer[] {parameters, parameters};
    three = new Buffer[] {parameters, parameters, parameters};
    four = new Buffer[] {parameters, parameters, parameters, parameters};

    Binding binding = new Binding(backend.stencils(), problem.grid(), workspace);
    rightHandSide = binding.kernel(programs::rightHandSide);
    timeDerivative = binding.kernel(programs::timeDerivative);
    jacobianVectorProduct = binding.kernel(programs::jacobianVectorProduct);
    vectorJacobianProduct = binding.kernel(programs::vectorJacobianProduct);
    parameterJacobianVectorProduct = binding.kernel(programs::parameterJacobianVectorProduct);
    parameterVectorJacobianProduct = binding.kernel(programs::parameterVectorJacobianProduct);
    secondOrderState =
        new WithTimeDerivative(
            binding.kernel(programs::secondOrderState),
            binding.kernel(programs::timeDerivativeState),
            dimension,
            workspace);
    secondOrderParameters =
        new WithTimeDerivative(
            binding.kernel(programs::secondOrderParameters),
            binding.kernel(programs::timeDerivativeParameters),
            parameterCount,
            workspace);
    jacobian = new StencilJacobian(programs::jacobian, binding);
    parameterJacobian = new StencilJacobian(programs::parameterJacobian, binding);
    stateSecondOrder =
        new Sum(
            new StencilJacobian(programs::secondOrder, binding),
            new StencilJacobian(programs::timeDerivativeJacobian, binding));
    parameterSecondOrder =
        new Sum(
            new StencilJacobian(programs::mixedSecondOrder, binding),
            new StencilJacobian(programs::timeDerivativeParameterJacobian, binding));
  }

  /** Where kernels and their memory come from. */
  private record Binding(StencilCompiler stencils, Grid grid, Workspace workspace) {
    LazyKernel kernel(Supplier<StencilProgram> program) {
      return new LazyKernel(stencils, program, grid);
    }
  }

  /**
   * A kernel that is derived and compiled when it is first used: no computation needs all of them.
   */
  private static final class LazyKernel {
    private final StencilCompiler stencils;
    private final Supplier<StencilProgram> program;
    private final Grid grid;
    private @Nullable StencilKernel kernel;

    LazyKernel(StencilCompiler stencils, Supplier<StencilProgram> program, Grid grid) {
      this.stencils = stencils;
      this.program = program;
      this.grid = grid;
    }

    void evaluate(double t, Buffer[] operands, Buffer result) {
      StencilKernel compiled = kernel;
      if (compiled == null) {
        compiled = stencils.compile(program.get(), grid);
        kernel = compiled;
      }
      compiled.evaluate(t, operands, result);
    }
  }

  /** A matrix of the model; its memory is taken when it is first evaluated. */
  private static final class StencilJacobian implements JacobianMatrix {
    private final Supplier<JacobianStencil> stencil;
    private final Binding binding;
    private final LazyKernel kernel;
    private @Nullable StencilMatrix matrix;
    private @Nullable Buffer entries;
    private double factor = 1;

    StencilJacobian(Supplier<JacobianStencil> stencil, Binding binding) {
      this.stencil = stencil;
      this.binding = binding;
      kernel = binding.kernel(() -> stencil.get().program());
    }

    void evaluate(double t, Buffer[] operands, double scale) {
      factor = scale;
      if (scale == 0) {
        return;
      }
      Buffer values = entries;
      if (values == null) {
        long length = (long) stencil.get().entries().size() * binding.grid().cells();
        values = binding.workspace().allocate(length);
        entries = values;
        matrix = binding.stencils().matrix(stencil.get(), binding.grid());
      }
      if (values.length() > 0) {
        kernel.evaluate(t, operands, values);
      }
    }

    private boolean isZero() {
      return entries == null || entries.length() == 0 || factor == 0;
    }

    @Override
    public int rows() {
      return stencil.get().rowFields() * binding.grid().cells();
    }

    @Override
    public int columns() {
      return stencil.get().columnFields() * binding.grid().cells();
    }

    @Override
    public void assembleShifted(double shift, DenseMatrix w) {
      if (factor != 1) {
        throw new IllegalStateException("Only an unscaled matrix can be shifted.");
      }
      requireNonNull(matrix).assembleShifted(shift, requireNonNull(entries), w);
    }

    @Override
    public void addProduct(DenseMatrix s, DenseMatrix result) {
      if (!isZero()) {
        requireNonNull(matrix).addProduct(factor, requireNonNull(entries), s, result);
      }
    }

    @Override
    public void addColumns(int first, DenseMatrix result) {
      if (!isZero()) {
        requireNonNull(matrix).addColumns(factor, requireNonNull(entries), first, result);
      }
    }
  }

  /** The sum of two matrices of the same shape. */
  private record Sum(StencilJacobian first, StencilJacobian second) implements JacobianMatrix {
    @Override
    public int rows() {
      return first.rows();
    }

    @Override
    public int columns() {
      return first.columns();
    }

    @Override
    public void assembleShifted(double shift, DenseMatrix w) {
      throw new UnsupportedOperationException("A sum of matrices is only multiplied with.");
    }

    @Override
    public void addProduct(DenseMatrix s, DenseMatrix result) {
      first.addProduct(s, result);
      second.addProduct(s, result);
    }

    @Override
    public void addColumns(int column, DenseMatrix result) {
      first.addColumns(column, result);
      second.addColumns(column, result);
    }
  }

  /** A gradient of {@code w . J k} with theta times that of {@code w . f_t}. */
  private final class WithTimeDerivative {
    private final LazyKernel main;
    private final LazyKernel timeDerivative;
    private final @Nullable Buffer share;
    private final Buffer[] terms = new Buffer[2];
    private final double[] factors = {1, 1};

    WithTimeDerivative(
        LazyKernel main, LazyKernel timeDerivative, int length, Workspace workspace) {
      this.main = main;
      this.timeDerivative = timeDerivative;
      share = autonomous ? null : workspace.allocate(length);
    }

    void evaluate(double t, Buffer u, Buffer k, double theta, Buffer w, Buffer result) {
      main.evaluate(t, at(u, k, w), result);
      if (share != null && theta != 0) {
        timeDerivative.evaluate(t, at(u, w), share);
        factors[1] = theta;
        terms[0] = result;
        terms[1] = share;
        vectors.linearCombination(factors, terms, 2, result);
      }
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
    jacobian.evaluate(t, at(u), 1);
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
  public void secondOrderState(
      double t, Buffer u, Buffer k, double theta, Buffer w, Buffer result) {
    secondOrderState.evaluate(t, u, k, theta, w, result);
  }

  @Override
  public void secondOrderParameters(
      double t, Buffer u, Buffer k, double theta, Buffer w, Buffer result) {
    secondOrderParameters.evaluate(t, u, k, theta, w, result);
  }

  @Override
  public void linearizeParameters(double t, Buffer u) {
    parameterJacobian.evaluate(t, at(u), 1);
  }

  @Override
  public JacobianMatrix parameterJacobian() {
    return parameterJacobian;
  }

  @Override
  public void linearizeSecondOrder(double t, Buffer u, Buffer k, double theta) {
    stateSecondOrder.first().evaluate(t, at(u, k), 1);
    parameterSecondOrder.first().evaluate(t, at(u, k), 1);
    stateSecondOrder.second().evaluate(t, at(u), theta);
    parameterSecondOrder.second().evaluate(t, at(u), theta);
  }

  @Override
  public JacobianMatrix stateSecondOrder() {
    return stateSecondOrder;
  }

  @Override
  public JacobianMatrix parameterSecondOrder() {
    return parameterSecondOrder;
  }
}
