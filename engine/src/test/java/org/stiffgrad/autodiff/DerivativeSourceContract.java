package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.ArtificialModel2d;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.ForcedPendulum;
import org.stiffgrad.backend.HostMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.JacobianMatrix;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** What every derivative source computes, on the backend that a subclass opens. */
public abstract class DerivativeSourceContract {
  /** The columns of the matrices that are multiplied with. */
  private static final int FACTORS = 3;

  private ComputeBackend backend;
  private Workspace workspace;

  /** Opens the backend under test. */
  protected abstract ComputeBackend open();

  @BeforeEach
  void openBackend() {
    backend = open();
    workspace = backend.newWorkspace();
  }

  @AfterEach
  void closeBackend() {
    workspace.close();
    backend.close();
  }

  static Stream<DerivativeSource> sources() {
    return Stream.concat(DerivativeSources.all().stream(), Stream.of(DualDerivatives.dense()));
  }

  /** A problem and times before, at and after its jumps. */
  private record Setting(OdeProblem problem, double... times) {}

  private static List<Setting> settings() {
    Stream<Setting> brusselators =
        Stream.of(2, 3, 5, 6)
            .map(n -> OdeProblem.of(new Brusselator2d(), new Grid(n)))
            .map(problem -> new Setting(problem, 0.3, Math.nextDown(1.1), 1.1, 2));
    double jump = ForcedPendulum.JUMP;
    double[] aroundJump = {0.3, jump - 1e-6, Math.nextDown(jump), jump, jump + 1e-6, 2};
    Stream<Setting> others =
        Stream.of(
            new Setting(OdeProblem.of(new GrayScott2d(), new Grid(4)), 0.3),
            new Setting(OdeProblem.of(new ArtificialModel2d(), new Grid(2)), 0.3, 0.7),
            new Setting(OdeProblem.of(new ArtificialModel2d(), new Grid(5)), 0.3, 0.7),
            new Setting(OdeProblem.of(new ForcedPendulum()), aroundJump),
            new Setting(OdeProblem.of(new ForcedPendulum(), new Grid(2)), aroundJump));
    return Stream.concat(brusselators, others).toList();
  }

  /** Random arguments of the operations. */
  private final class Arguments {
    private final double t;
    private final Buffer u;
    private final Buffer elsewhere;
    private final Buffer k;
    private final Buffer w;
    private final Buffer dp;
    private final double[] p;
    private final Random random;

    Arguments(OdeProblem problem, double t, Random random) {
      this.t = t;
      this.random = random;
      p = random.doubles(problem.parameterLength(), 0.5, 1.5).toArray();
      u = workspace.allocate(random.doubles(problem.stateLength(), 0.5, 1.5).toArray());
      elsewhere = workspace.allocate(random.doubles(problem.stateLength(), 0.5, 1.5).toArray());
      k = workspace.allocate(random.doubles(problem.stateLength(), -1, 1).toArray());
      w = workspace.allocate(random.doubles(problem.stateLength(), -1, 1).toArray());
      dp = workspace.allocate(random.doubles(problem.parameterLength(), -1, 1).toArray());
    }
  }

  private interface Operation {
    void apply(DifferentiatedSystem system, Arguments a, Buffer result);
  }

  private enum Order {
    VALUE,
    FIRST,
    SECOND
  }

  /** An operation with a vector as result, parameter-shaped or state-shaped. */
  private record Product(Order order, boolean ofParameters, Operation operation) {
    double[] of(DifferentiatedSystem s, Arguments a, Workspace workspace) {
      int length = ofParameters ? s.parameterCount() : s.dimension();
      double[] nans = DoubleStream.generate(() -> Double.NaN).limit(length).toArray();
      Buffer result = workspace.allocate(nans);
      operation.apply(s, a, result);
      return result.toArray();
    }
  }

  private static final double THETA = 0.7;

  private static final Map<String, Product> PRODUCTS = new LinkedHashMap<>();

  static {
    product("f", Order.VALUE, false, (s, a, r) -> s.rightHandSide(a.t, a.u, r));
    product("f_t", Order.FIRST, false, (s, a, r) -> s.timeDerivative(a.t, a.u, r));
    product("J v", Order.FIRST, false, (s, a, r) -> s.jacobianVectorProduct(a.t, a.u, a.k, r));
    product("J^T w", Order.FIRST, false, (s, a, r) -> s.vectorJacobianProduct(a.t, a.u, a.w, r));
    product(
        "f_p dp",
        Order.FIRST,
        false,
        (s, a, r) -> s.parameterJacobianVectorProduct(a.t, a.u, a.dp, r));
    product(
        "f_p^T w",
        Order.FIRST,
        true,
        (s, a, r) -> s.parameterVectorJacobianProduct(a.t, a.u, a.w, r));
    product(
        "second-order product in u",
        Order.SECOND,
        false,
        (s, a, r) -> s.secondOrderState(a.t, a.u, a.k, THETA, a.w, r));
    product(
        "second-order product in p",
        Order.SECOND,
        true,
        (s, a, r) -> s.secondOrderParameters(a.t, a.u, a.k, THETA, a.w, r));
  }

  private static void product(String name, Order order, boolean ofParameters, Operation operation) {
    PRODUCTS.put(name, new Product(order, ofParameters, operation));
  }

  /** One of the matrices of a system, once that is linearised. */
  private record Matrix(
      String name, Order order, Function<DifferentiatedSystem, JacobianMatrix> of) {}

  private static final List<Matrix> MATRICES =
      List.of(
          new Matrix("J", Order.FIRST, DifferentiatedSystem::jacobian),
          new Matrix("f_p", Order.FIRST, DifferentiatedSystem::parameterJacobian),
          new Matrix("d(J k)/du", Order.SECOND, DifferentiatedSystem::stateSecondOrder),
          new Matrix("d(J k)/dp", Order.SECOND, DifferentiatedSystem::parameterSecondOrder));

  /**
   * The difference to be allowed, relative to the largest element of a result, or absolute if that
   * is below 1.
   *
   * <p>Exact sources sum up some tens of products, none of which is much larger than the largest
   * element: a few roundings. Central differences err by third derivatives times the square of
   * their step eps^(1/3), 4e-11, and by as much of f, and mixed ones by fourth derivatives times
   * the square of eps^(1/4), 1.5e-8, and by as much of f; f and these derivatives are up to 100
   * times the derivative here.
   */
  private static double tolerance(DerivativeSource source, Order order) {
    if (order == Order.VALUE || !(source instanceof DifferenceDerivatives)) {
      return 32 * Math.ulp(1.0);
    }
    return order == Order.FIRST ? 4e-9 : 1.5e-6;
  }

  @ParameterizedTest
  @MethodSource("sources")
  void computesWhatTheSymbolicSourceComputes(DerivativeSource source) {
    Random random = new Random(20261122);
    for (Setting setting : settings()) {
      OdeProblem problem = setting.problem();
      if (source instanceof UserDerivatives
          && problem.model().handWritten(problem.grid()) == null) {
        IllegalArgumentException refusal =
            assertThrows(
                IllegalArgumentException.class, () -> source.bind(problem, backend, workspace));
        assertTrue(refusal.getMessage().contains(problem.model().name()));
        continue;
      }
      DifferentiatedSystem expected = new SymbolicDerivatives().bind(problem, backend, workspace);
      DifferentiatedSystem actual = source.bind(problem, backend, workspace);
      assertEquals(expected.isAutonomous(), actual.isAutonomous());
      for (double t : setting.times()) {
        Arguments arguments = new Arguments(problem, t, random);
        expected.parameters().write(arguments.p);
        actual.parameters().write(arguments.p);
        String where =
            "%s, %s, n = %d, t = %s"
                .formatted(source.name(), problem.model().name(), problem.grid().n(), t);
        assertSameProducts(source, expected, actual, arguments, where);
        assertSameMatrices(source, expected, actual, arguments, where);
      }
    }
  }

  private void assertSameProducts(
      DerivativeSource source,
      DifferentiatedSystem expected,
      DifferentiatedSystem actual,
      Arguments arguments,
      String where) {
    PRODUCTS.forEach(
        (name, product) ->
            assertClose(
                product.of(expected, arguments, workspace),
                product.of(actual, arguments, workspace),
                tolerance(source, product.order()),
                name + " of " + where));
  }

  private void assertSameMatrices(
      DerivativeSource source,
      DifferentiatedSystem expected,
      DifferentiatedSystem actual,
      Arguments a,
      String where) {
    linearize(expected, a);
    linearize(actual, a);
    for (Matrix matrix : MATRICES) {
      JacobianMatrix first = matrix.of().apply(expected);
      JacobianMatrix second = matrix.of().apply(actual);
      String what = matrix.name() + " of " + where;
      assertEquals(first.rows(), second.rows(), what);
      assertEquals(first.columns(), second.columns(), what);
      double tolerance = tolerance(source, matrix.order());
      HostMatrix s = HostMatrix.random(a.random, first.columns(), FACTORS, first.columns() + 2);
      HostMatrix start = HostMatrix.random(a.random, first.rows(), FACTORS, first.rows() + 1);
      assertClose(
          product(first, s, start), product(second, s, start), tolerance, what + " times S");
      assertClose(columns(first), columns(second), tolerance, "columns of " + what);
    }
    assertClose(
        shifted(expected.jacobian()),
        shifted(actual.jacobian()),
        tolerance(source, Order.FIRST),
        "W of " + where);
  }

  /** Linearises everything, and then asks for products at another point, which must not matter. */
  private void linearize(DifferentiatedSystem system, Arguments a) {
    system.linearize(a.t, a.u);
    system.linearizeParameters(a.t, a.u);
    system.linearizeSecondOrder(a.t, a.u, a.k, THETA);
    Buffer ofStates = workspace.allocate(system.dimension());
    Buffer ofParameters = workspace.allocate(system.parameterCount());
    system.jacobianVectorProduct(a.t, a.elsewhere, a.k, ofStates);
    system.vectorJacobianProduct(a.t, a.elsewhere, a.w, ofStates);
    system.parameterJacobianVectorProduct(a.t, a.elsewhere, a.dp, ofStates);
    system.parameterVectorJacobianProduct(a.t, a.elsewhere, a.w, ofParameters);
    system.secondOrderState(a.t, a.elsewhere, a.w, 0, a.w, ofStates);
    system.secondOrderParameters(a.t, a.elsewhere, a.w, 0, a.w, ofParameters);
  }

  private double[] product(JacobianMatrix matrix, HostMatrix s, HostMatrix start) {
    DenseMatrix result = start.in(workspace);
    matrix.addProduct(s.in(workspace), result);
    return result.elements().toArray();
  }

  /** All columns, two or three at a time. */
  private double[] columns(JacobianMatrix matrix) {
    int first = 0;
    DoubleStream all = DoubleStream.empty();
    while (first < matrix.columns()) {
      int count = Math.min(2 + first % 2, matrix.columns() - first);
      DenseMatrix part =
          HostMatrix.zeros(matrix.rows(), count, matrix.rows() + 1).filled(0.5).in(workspace);
      matrix.addColumns(first, part);
      all = DoubleStream.concat(all, DoubleStream.of(part.elements().toArray()));
      first += count;
    }
    return all.toArray();
  }

  private double[] shifted(JacobianMatrix matrix) {
    int n = matrix.rows();
    DenseMatrix w = HostMatrix.zeros(n, n, n + 3).filled(Double.NaN).in(workspace);
    matrix.assembleShifted(37.5, w);
    return w.elements().toArray();
  }

  /** Padding, which no operation changes, does not count towards the largest element. */
  private static void assertClose(
      double[] expected, double[] actual, double tolerance, String what) {
    double largest =
        DoubleStream.of(expected)
            .map(Math::abs)
            .filter(x -> x < HostMatrix.PADDING)
            .max()
            .orElse(0);
    assertArrayEquals(expected, actual, tolerance * Math.max(1, largest), what);
  }
}
