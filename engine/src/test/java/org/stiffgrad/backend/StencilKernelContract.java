package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.scalar.ScalarStencilCompiler;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilOperand;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Hires;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.RandomOdeModel;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.model.VanDerPol;

/** What every {@link StencilCompiler} computes; a backend's test supplies the compiler. */
public abstract class StencilKernelContract {
  /**
   * Two evaluations differ by twice the bound of {@link DefinitionEvaluator} to first order in the
   * unit roundoff; the rest is for higher orders.
   */
  private static final double BOUNDS_APART = 2.5;

  private static final double UNIT_ROUNDOFF = Math.ulp(1.0) / 2;

  /** Between the switches of the models in time: before, on, and after them. */
  private static final double[] TIMES = {0.3, 0.4, 1.1, 1.7};

  private final RandomSeed seed = RandomSeed.next();
  private final Random random = seed.random();

  /** The compiler under test; every call within one test returns the same one. */
  protected abstract StencilCompiler compiler();

  /** Memory for the kernels under test. */
  protected abstract Workspace workspace();

  static Stream<StencilModel> models() {
    return Stream.concat(
        Stream.of(new Brusselator2d(), new GrayScott2d(), new ArtificialModel2d()), systems());
  }

  /** Systems without space; the random one depends on time and jumps at one of the times. */
  private static Stream<StencilModel> systems() {
    return Stream.of(new Hires(), new VanDerPol(), new RandomOdeModel(new Random(5), 1.1, true));
  }

  /** The given sizes; few for a system without space, whose cells differ in their data alone. */
  private static int[] sizes(StencilModel model, int... ofStencils) {
    return model instanceof OdeModel ? new int[] {1, 2, 7} : ofStencils;
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyProgramIsItsDefinitionInEveryCell(StencilModel model) {
    for (StencilProgram program : new ModelPrograms(model).all()) {
      for (int n : sizes(model, IntStream.rangeClosed(2, 33).toArray())) {
        assertIsItsDefinition(program, model, new Grid(n));
      }
    }
  }

  @Test
  void largeProgramsAreTheirDefinitions() {
    StencilModel model = new LargeModel2d();
    ModelPrograms programs = new ModelPrograms(model);
    for (int n : new int[] {2, 3, 9, 17, 32, 100}) {
      assertIsItsDefinition(programs.rightHandSide(), model, new Grid(n));
    }
    assertIsItsDefinition(programs.vectorJacobianProduct(), model, new Grid(5));
    assertIsItsDefinition(programs.jacobian().program(), model, new Grid(11));
  }

  @Test
  void largeGridsAreEvaluatedInEveryCell() {
    StencilModel model = new Brusselator2d();
    ModelPrograms programs = new ModelPrograms(model);
    for (int n : new int[] {64, 67, 130}) {
      assertIsItsDefinition(programs.rightHandSide(), model, new Grid(n));
      assertIsItsDefinition(programs.vectorJacobianProduct(), model, new Grid(n));
    }
  }

  private void assertIsItsDefinition(StencilProgram program, StencilModel model, Grid grid) {
    double t = TIMES[random.nextInt(TIMES.length)];
    double[][] operands = operands(program, model, grid);
    double[] actual = evaluate(compiler(), program, grid, t, operands);
    double[] scalar =
        evaluate(new ScalarStencilCompiler(), new HeapWorkspace(), program, grid, t, operands);
    DefinitionEvaluator.Fields expected = DefinitionEvaluator.evaluate(program, grid, t, operands);
    String what = "%s of %s, N = %d, %s".formatted(program, model.name(), grid.n(), seed);
    assertWithin(expected.values(), actual, expected.errors(), what);
    assertWithin(scalar, actual, expected.errors(), what + ", against scalar");
  }

  @ParameterizedTest
  @MethodSource("models")
  void stateProductsAreAdjoint(StencilModel model) {
    ModelPrograms programs = new ModelPrograms(model);
    assertAdjoint(model, programs.jacobianVectorProduct(), programs.vectorJacobianProduct());
  }

  @ParameterizedTest
  @MethodSource("models")
  void parameterProductsAreAdjoint(StencilModel model) {
    ModelPrograms programs = new ModelPrograms(model);
    assertAdjoint(
        model,
        programs.parameterJacobianVectorProduct(),
        programs.parameterVectorJacobianProduct());
  }

  /** {@code <w, A v> = <A^T w, v>}, both programs with the operands u, p and v or w. */
  private void assertAdjoint(StencilModel model, StencilProgram tangent, StencilProgram adjoint) {
    for (int n : sizes(model, 2, 3, 4, 5, 8, 9, 17, 33)) {
      Grid grid = new Grid(n);
      double[][] operands = operands(tangent, model, grid);
      double[] v = operands[2];
      double[] w = random(model.stateLength(grid), -1, 1);
      double[][] adjointOperands = {operands[0], operands[1], w};
      double[] av = evaluate(compiler(), tangent, grid, 0.3, operands);
      double[] aw = evaluate(compiler(), adjoint, grid, 0.3, adjointOperands);
      double[] avErrors = DefinitionEvaluator.evaluate(tangent, grid, 0.3, operands).errors();
      double[] awErrors =
          DefinitionEvaluator.evaluate(adjoint, grid, 0.3, adjointOperands).errors();
      double tolerance =
          BOUNDS_APART * (dot(absolute(w), avErrors) + dot(absolute(v), awErrors))
              + w.length * UNIT_ROUNDOFF * dot(absolute(w), absolute(av))
              + v.length * UNIT_ROUNDOFF * dot(absolute(v), absolute(aw));
      assertEquals(dot(w, av), dot(aw, v), tolerance, model.name() + ", N = " + n + ", " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void denseAssemblyIsTheShiftedJacobian(StencilModel model) {
    ModelPrograms programs = new ModelPrograms(model);
    JacobianStencil jacobian = programs.jacobian();
    for (int n : sizes(model, 2, 3, 4, 5, 6)) {
      Grid grid = new Grid(n);
      double[][] operands = operands(programs.jacobianVectorProduct(), model, grid);
      double[] w = random(model.stateLength(grid), -1, 1);
      double[][] jacobianOperands = {operands[0], operands[1]};
      double[] entries = evaluate(compiler(), jacobian.program(), grid, 0.3, jacobianOperands);
      double[] errors =
          DefinitionEvaluator.evaluate(jacobian.program(), grid, 0.3, jacobianOperands).errors();
      HostMatrix shifted = assemble(jacobian, grid, 3.5, entries);
      HostMatrix uncertainty = assemble(jacobian, grid, 0, errors);
      assertShiftedProduct(
          programs.jacobianVectorProduct(), operands, grid, Transpose.NO, shifted, uncertainty);
      assertShiftedProduct(
          programs.vectorJacobianProduct(),
          new double[][] {operands[0], operands[1], w},
          grid,
          Transpose.YES,
          shifted,
          uncertainty);
    }
  }

  /** Assembles into a matrix of NaN with padding, and checks that the padding stays. */
  private HostMatrix assemble(JacobianStencil jacobian, Grid grid, double shift, double[] entries) {
    int order = jacobian.rowFields() * grid.cells();
    HostMatrix before = HostMatrix.zeros(order, order, order + 3).filled(Double.NaN);
    DenseMatrix matrix = before.in(workspace());
    compiler().matrix(jacobian, grid).assembleShifted(shift, workspace().allocate(entries), matrix);
    HostMatrix after = HostMatrix.of(matrix);
    assertArrayEquals(before.elements(), after.copy().filled(Double.NaN).elements());
    return after;
  }

  /** {@code op(shifted) x = 3.5 x - op(J) x}, with x the last operand of the product. */
  private void assertShiftedProduct(
      StencilProgram product,
      double[][] operands,
      Grid grid,
      Transpose transpose,
      HostMatrix shifted,
      HostMatrix uncertainty) {
    double[] x = operands[2];
    double[] expected = evaluate(compiler(), product, grid, 0.3, operands);
    double[] tolerance = DefinitionEvaluator.evaluate(product, grid, 0.3, operands).errors();
    double[] inherited = absolute(uncertainty).times(transpose, absolute(x));
    double[] magnitude = absolute(shifted).times(transpose, absolute(x));
    for (int i = 0; i < x.length; i++) {
      expected[i] = 3.5 * x[i] - expected[i];
      tolerance[i] += inherited[i] + x.length * UNIT_ROUNDOFF * magnitude[i];
    }
    assertWithin(
        expected,
        shifted.times(transpose, x),
        tolerance,
        product + ", N = " + grid.n() + ", " + seed);
  }

  static Stream<JacobianStencil> matrices() {
    return Stream.concat(models(), Stream.of(new ForcedPendulum()))
        .map(ModelPrograms::new)
        .flatMap(
            programs ->
                Stream.of(
                    programs.jacobian(), programs.parameterJacobian(), programs.secondOrder()));
  }

  /**
   * Small integers as entries and factors: every result is exact, in whatever order it is summed.
   */
  @ParameterizedTest
  @MethodSource("matrices")
  void productsAndColumnsAreThoseOfTheDefinition(JacobianStencil stencil) {
    for (int n : new int[] {1, 2, 3, 5}) {
      Grid grid = new Grid(n);
      double[] entries = integers(stencil.entries().size() * grid.cells());
      HostMatrix definition = definition(stencil, grid, entries);
      StencilMatrix matrix = compiler().matrix(stencil, grid);
      Buffer values = workspace().allocate(entries);
      HostMatrix s = integers(definition.columns(), 3);
      HostMatrix start = integers(definition.rows(), 3);
      DenseMatrix product = start.in(workspace());
      matrix.addProduct(-2, values, s.in(workspace()), product);
      HostMatrix expected = start.copy();
      for (int c = 0; c < 3; c++) {
        double[] column = definition.times(Transpose.NO, s.column(c));
        add(-2, column, expected, c);
      }
      String what = "%s, N = %d, %s".formatted(stencil.program(), n, seed);
      assertArrayEquals(expected.elements(), HostMatrix.of(product).elements(), what);
      assertSameColumns(matrix, values, definition, what);
    }
  }

  private void assertSameColumns(
      StencilMatrix matrix, Buffer values, HostMatrix definition, String what) {
    for (int first = 0; first < definition.columns(); first += 2) {
      int count = Math.min(3, definition.columns() - first);
      HostMatrix start = integers(definition.rows(), count);
      DenseMatrix columns = start.in(workspace());
      matrix.addColumns(4, values, first, columns);
      HostMatrix expected = start.copy();
      for (int c = 0; c < count; c++) {
        add(4, definition.column(first + c), expected, c);
      }
      assertArrayEquals(expected.elements(), HostMatrix.of(columns).elements(), what);
    }
  }

  /** The matrix that a stencil describes, element by element. */
  private static HostMatrix definition(JacobianStencil stencil, Grid grid, double[] entries) {
    int cells = grid.cells();
    int rows = stencil.rowFields() * cells;
    HostMatrix matrix = HostMatrix.zeros(rows, stencil.columnFields() * cells, rows);
    for (int e = 0; e < stencil.entries().size(); e++) {
      JacobianStencil.Entry entry = stencil.entries().get(e);
      for (int j = 0; j < grid.n(); j++) {
        for (int i = 0; i < grid.n(); i++) {
          int cell = grid.index(i, j);
          int row = entry.row() * cells + cell;
          int column = entry.column() * cells + grid.index(i + entry.di(), j + entry.dj());
          matrix.set(row, column, matrix.get(row, column) + entries[e * cells + cell]);
        }
      }
    }
    return matrix;
  }

  private double[] integers(int length) {
    return random.ints(length, -9, 10).asDoubleStream().toArray();
  }

  private HostMatrix integers(int rows, int columns) {
    HostMatrix matrix = HostMatrix.zeros(rows, columns, rows + 2);
    for (int j = 0; j < columns; j++) {
      add(1, integers(rows), matrix, j);
    }
    return matrix;
  }

  private static void add(double factor, double[] column, HostMatrix matrix, int j) {
    for (int i = 0; i < column.length; i++) {
      matrix.set(i, j, matrix.get(i, j) + factor * column[i]);
    }
  }

  /** The derivative programs against central differences of what they differentiate. */
  @ParameterizedTest
  @MethodSource("models")
  void derivativesAreLimitsOfDifferences(StencilModel model) {
    // A fixed seed: for some inputs a switch of the model lies between the two points.
    Random fixed = new Random(20240229);
    ModelPrograms programs = new ModelPrograms(model);
    double h = 1e-5;
    for (int n : sizes(model, 2, 3, 5, 8)) {
      Grid grid = new Grid(n);
      double[] u = fixed.doubles(model.stateLength(grid), 0.5, 1.5).toArray();
      double[] p = fixed.doubles(model.parameterLength(grid), 0.5, 1.5).toArray();
      double[] k = fixed.doubles(u.length, -1, 1).toArray();
      double[] q = fixed.doubles(p.length, -1, 1).toArray();
      StencilProgram f = programs.rightHandSide();
      assertDifference(
          difference(
              evaluate(compiler(), f, grid, 0.3, plus(u, h, k), p),
              evaluate(compiler(), f, grid, 0.3, plus(u, -h, k), p),
              h),
          evaluate(compiler(), programs.jacobianVectorProduct(), grid, 0.3, u, p, k));
      assertDifference(
          difference(
              evaluate(compiler(), f, grid, 0.3, u, plus(p, h, q)),
              evaluate(compiler(), f, grid, 0.3, u, plus(p, -h, q)),
              h),
          evaluate(compiler(), programs.parameterJacobianVectorProduct(), grid, 0.3, u, p, q));
      assertDifference(
          difference(
              evaluate(compiler(), f, grid, 0.3 + h, u, p),
              evaluate(compiler(), f, grid, 0.3 - h, u, p),
              h),
          evaluate(compiler(), programs.timeDerivative(), grid, 0.3, u, p));
    }
  }

  /** Truncation and cancellation of a central difference with h = 1e-5 stay below 1e-7. */
  private static void assertDifference(double[] difference, double[] derivative) {
    double scale = DoubleStream.of(derivative).map(Math::abs).max().orElse(0);
    assertArrayEquals(difference, derivative, 1e-7 * (10 + scale));
  }

  @Test
  void equalArgumentsCompileToTheSameObjects() {
    StencilModel model = new Brusselator2d();
    ModelPrograms first = new ModelPrograms(model);
    ModelPrograms second = new ModelPrograms(model);
    StencilKernel kernel = compiler().compile(first.rightHandSide(), new Grid(5));
    assertSame(kernel, compiler().compile(second.rightHandSide(), new Grid(5)));
    assertNotSame(kernel, compiler().compile(first.rightHandSide(), new Grid(6)));
    StencilMatrix assembler = compiler().matrix(first.jacobian(), new Grid(5));
    assertSame(assembler, compiler().matrix(second.jacobian(), new Grid(5)));
    assertNotSame(assembler, compiler().matrix(first.jacobian(), new Grid(6)));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 19})
  void matricesOfAnotherOrderAreRefused(int order) {
    StencilMatrix assembler =
        compiler().matrix(new ModelPrograms(new Brusselator2d()).jacobian(), new Grid(3));
    Buffer entries = workspace().allocate(12 * 9);
    DenseMatrix w = workspace().allocateMatrix(order, order);
    assertThrows(IllegalArgumentException.class, () -> assembler.assembleShifted(1, entries, w));
  }

  private double[][] operands(StencilProgram program, StencilModel model, Grid grid) {
    return program.operands().stream().map(o -> operand(o, model, grid)).toArray(double[][]::new);
  }

  private double[] operand(StencilOperand operand, StencilModel model, Grid grid) {
    return switch (operand) {
      case STATE -> random(model.stateLength(grid), 0.5, 1.5);
      case PARAMETERS -> random(model.parameterLength(grid), 0.5, 1.5);
      case DIRECTION, WEIGHT -> random(model.stateLength(grid), -1, 1);
      case PARAMETER_DIRECTION -> random(model.parameterLength(grid), -1, 1);
    };
  }

  private double[] random(int length, double least, double bound) {
    return random.doubles(length, least, bound).toArray();
  }

  private double[] evaluate(
      StencilCompiler compiler, StencilProgram program, Grid grid, double t, double[]... operands) {
    return evaluate(compiler, workspace(), program, grid, t, operands);
  }

  private static double[] evaluate(
      StencilCompiler compiler,
      Workspace workspace,
      StencilProgram program,
      Grid grid,
      double t,
      double[]... operands) {
    Buffer[] buffers = Stream.of(operands).map(workspace::allocate).toArray(Buffer[]::new);
    double[] nans = new double[program.outputs().size() * grid.cells()];
    Arrays.fill(nans, Double.NaN);
    Buffer result = workspace.allocate(nans);
    compiler.compile(program, grid).evaluate(t, buffers, result);
    for (int k = 0; k < operands.length; k++) {
      assertArrayEquals(operands[k], buffers[k].toArray(), "An operand was changed.");
    }
    return result.toArray();
  }

  private static void assertWithin(
      double[] expected, double[] actual, double[] bounds, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], actual[k], BOUNDS_APART * bounds[k], what + ", element " + k);
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static double[] absolute(double[] x) {
    return DoubleStream.of(x).map(Math::abs).toArray();
  }

  private static HostMatrix absolute(HostMatrix a) {
    return new HostMatrix(a.rows(), a.columns(), a.leadingDimension(), absolute(a.elements()));
  }

  private static double[] plus(double[] x, double h, double[] direction) {
    double[] sum = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      sum[k] = x[k] + h * direction[k];
    }
    return sum;
  }

  private static double[] difference(double[] after, double[] before, double h) {
    double[] quotient = new double[after.length];
    for (int k = 0; k < after.length; k++) {
      quotient[k] = (after[k] - before[k]) / (2 * h);
    }
    return quotient;
  }
}
