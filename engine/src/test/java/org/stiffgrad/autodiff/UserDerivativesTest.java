package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** The derived derivatives of the Brusselator equal those written by hand. */
class UserDerivativesTest {
  private final ComputeBackend backend = Backends.open("scalar");
  private final Workspace workspace = backend.newWorkspace();
  private final Random random = new Random(7);

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  private Buffer random(int length) {
    return workspace.allocate(random.doubles(length, -1, 2).toArray());
  }

  private interface Product {
    void apply(DifferentiatedSystem system, Buffer result);
  }

  /**
   * Both compute sums of some ten products of numbers up to {@code alpha u / dx^2}; they differ by
   * a few units in the last place of the largest.
   */
  private void assertSame(
      String what, DifferentiatedSystem a, DifferentiatedSystem b, int length, Product product) {
    Buffer first = workspace.allocate(length);
    Buffer second = workspace.allocate(length);
    product.apply(a, first);
    product.apply(b, second);
    double largest = Arrays.stream(second.toArray()).map(Math::abs).max().orElse(0);
    assertTrue(largest > 0, what);
    assertArrayEquals(second.toArray(), first.toArray(), 32 * Math.ulp(10 * largest), what);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 11, 17})
  void handWrittenAndDerivedAgree(int n) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
    double[] p = random.doubles(problem.parameterLength(), 0.5, 5).toArray();
    problem = problem.withParameters(p);
    DifferentiatedSystem derived = new SymbolicDerivatives().bind(problem, backend, workspace);
    DifferentiatedSystem byHand = new UserDerivatives().bind(problem, backend, workspace);
    int states = problem.stateLength();
    int parameters = problem.parameterLength();
    Buffer u = random(states);
    Buffer k = random(states);
    Buffer w = random(states);
    Buffer dp = random(parameters);
    for (double t : new double[] {1.0, Math.nextDown(1.1), 1.1, 2}) {
      assertSame("f", derived, byHand, states, (s, r) -> s.rightHandSide(t, u, r));
      assertSame("J v", derived, byHand, states, (s, r) -> s.jacobianVectorProduct(t, u, k, r));
      assertSame("J^T w", derived, byHand, states, (s, r) -> s.vectorJacobianProduct(t, u, w, r));
      assertSame(
          "f_p dp",
          derived,
          byHand,
          states,
          (s, r) -> s.parameterJacobianVectorProduct(t, u, dp, r));
      assertSame(
          "f_p^T w",
          derived,
          byHand,
          parameters,
          (s, r) -> s.parameterVectorJacobianProduct(t, u, w, r));
      assertSame(
          "second order",
          derived,
          byHand,
          states,
          (s, r) -> s.secondOrderState(t, u, k, 0.7, w, r));
      assertSame(
          "second-order product in the parameters",
          derived,
          byHand,
          parameters,
          (s, r) -> s.secondOrderParameters(t, u, k, 0.7, w, r));
      assertSame(
          "W",
          derived,
          byHand,
          states * states,
          (s, r) -> {
            s.linearize(t, u);
            s.jacobian().assembleShifted(37.5, new DenseMatrix(r, states, states, states));
          });
    }
    assertEquals(byHand.isAutonomous(), derived.isAutonomous());
  }

  @Test
  void aModelWithoutHandWrittenDerivativesIsRefused() {
    OdeProblem problem = OdeProblem.of(new GrayScott2d(), new Grid(3));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new UserDerivatives().bind(problem, backend, workspace));
    assertTrue(refusal.getMessage().contains("gray-scott2d"));
  }
}
