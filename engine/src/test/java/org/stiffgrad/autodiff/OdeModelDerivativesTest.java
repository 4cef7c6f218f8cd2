package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.RandomSeed;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Models;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.problem.OdeProblem;

/** The hand-written derivatives of the plain systems equal the derived ones, also of copies. */
class OdeModelDerivativesTest {
  private static final double TIME = 0.3;

  private final ComputeBackend backend = Backends.open("scalar");
  private final Workspace workspace = backend.newWorkspace();
  private final RandomSeed seed = RandomSeed.next();
  private final Random random = seed.random();

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  static Stream<Arguments> modelsAndSizes() {
    return Models.all().stream()
        .filter(OdeModel.class::isInstance)
        .flatMap(model -> Stream.of(1, 3).map(n -> Arguments.of(model, n)));
  }

  private interface Product {
    void apply(DifferentiatedSystem system, Buffer result);
  }

  private Buffer random(int length) {
    return workspace.allocate(random.doubles(length, 0.5, 2).toArray());
  }

  /**
   * All operands lie in [0.5, 2], so no term exceeds 2^6 / 0.5^2, and no sum has more than 16 of
   * them, each with a few roundings.
   */
  private void assertSame(
      String what, DifferentiatedSystem derived, DifferentiatedSystem byHand, Product product) {
    int length = what.contains("p^T") ? derived.parameterCount() : derived.dimension();
    if (what.equals("W")) {
      length *= length;
    }
    Buffer first = workspace.allocate(length);
    Buffer second = workspace.allocate(length);
    product.apply(derived, first);
    product.apply(byHand, second);
    assertTrue(Arrays.stream(second.toArray()).anyMatch(x -> x != 0), what);
    assertArrayEquals(
        first.toArray(), second.toArray(), 16 * 4 * Math.ulp(256.0), what + ", " + seed);
  }

  @ParameterizedTest
  @MethodSource("modelsAndSizes")
  void handWrittenAndDerivedAgree(OdeModel model, int n) {
    OdeProblem base = OdeProblem.of(model, new Grid(n));
    OdeProblem problem =
        base.withParameters(random.doubles(base.parameterLength(), 0.5, 2).toArray());
    DifferentiatedSystem derived = new SymbolicDerivatives().bind(problem, backend, workspace);
    DifferentiatedSystem byHand = new UserDerivatives().bind(problem, backend, workspace);
    int states = problem.stateLength();
    Buffer u = random(states);
    Buffer k = random(states);
    Buffer w = random(states);
    Buffer dp = random(problem.parameterLength());
    assertSame("f", derived, byHand, (s, r) -> s.rightHandSide(TIME, u, r));
    assertSame("J v", derived, byHand, (s, r) -> s.jacobianVectorProduct(TIME, u, k, r));
    assertSame("J^T w", derived, byHand, (s, r) -> s.vectorJacobianProduct(TIME, u, w, r));
    assertSame(
        "f_p dp", derived, byHand, (s, r) -> s.parameterJacobianVectorProduct(TIME, u, dp, r));
    assertSame(
        "f_p^T w", derived, byHand, (s, r) -> s.parameterVectorJacobianProduct(TIME, u, w, r));
    assertSame("(J k)_u^T w", derived, byHand, (s, r) -> s.secondOrderState(TIME, u, k, 0.7, w, r));
    assertSame(
        "(J k)_p^T w", derived, byHand, (s, r) -> s.secondOrderParameters(TIME, u, k, 0.7, w, r));
    assertSame(
        "W",
        derived,
        byHand,
        (s, r) -> {
          s.linearize(TIME, u);
          s.jacobian().assembleShifted(37.5, new DenseMatrix(r, states, states, states));
        });
    assertEquals(derived.isAutonomous(), byHand.isAutonomous());
  }
}
