package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.HandWrittenDerivatives;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.Variables;
import org.stiffgrad.problem.OdeProblem;

class UserDerivativesTest {
  private final ComputeBackend backend = Backends.open("scalar");
  private final Workspace workspace = backend.newWorkspace();

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  /** On these grids rounding decides which cells the forcing's disc contains. */
  @ParameterizedTest
  @ValueSource(ints = {6, 11, 16, 17, 21})
  void theForcingActsInTheSameCells(int n) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
    Buffer u = workspace.allocate(problem.stateLength());
    Buffer derived = workspace.allocate(problem.stateLength());
    Buffer byHand = workspace.allocate(problem.stateLength());
    new SymbolicDerivatives().bind(problem, backend, workspace).rightHandSide(1.1, u, derived);
    new UserDerivatives().bind(problem, backend, workspace).rightHandSide(1.1, u, byHand);
    /* At u = 0 nothing is left but B and the forcing. */
    assertArrayEquals(derived.toArray(), byHand.toArray());
  }

  /** {@code x' = a x^2 t, y' = y}, with derivatives by hand that have no product J^T w. */
  private static final class Growth implements OdeModel {
    private final double foreignElement;

    /**
     * The model.
     *
     * @param foreignElement what the hand-written Jacobian says y' changes with x
     */
    Growth(double foreignElement) {
      this.foreignElement = foreignElement;
    }

    @Override
    public String name() {
      return "growth";
    }

    @Override
    public List<String> components() {
      return List.of("x", "y");
    }

    @Override
    public List<String> parameters() {
      return List.of("a");
    }

    @Override
    public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
      dudt[0] = v.parameter(0).times(v.state(0).square()).times(v.t());
      dudt[1] = v.state(1);
    }

    @Override
    public double initialValue(int component) {
      return 1;
    }

    @Override
    public double parameterValue(int parameter) {
      return 1;
    }

    @Override
    public HandWrittenDerivatives handWritten(Grid grid) {
      return new ByHand();
    }

    private final class ByHand implements HandWrittenDerivatives {
      @Override
      public void rightHandSide(double t, double[] u, double[] p, double[] result) {
        result[0] = p[0] * u[0] * u[0] * t;
        result[1] = u[1];
      }

      @Override
      public void jacobian(double t, double[] u, double[] p, double[] result) {
        result[0] = 2 * p[0] * u[0] * t;
        result[1] = foreignElement;
        result[2] = 0;
        result[3] = 1;
      }

      @Override
      public void parameterVectorJacobianProduct(
          double t, double[] u, double[] p, double[] w, double[] result) {
        result[0] = u[0] * u[0] * t * w[0];
      }

      @Override
      public void parameterJacobianVectorProduct(
          double t, double[] u, double[] p, double[] dp, double[] result) {
        result[0] = u[0] * u[0] * t * dp[0];
        result[1] = 0;
      }

      @Override
      public void secondOrderState(
          double t, double[] u, double[] p, double[] k, double theta, double[] w, double[] r) {
        r[0] = 2 * p[0] * w[0] * (t * k[0] + theta * u[0]);
        r[1] = 0;
      }

      @Override
      public void secondOrderParameters(
          double t, double[] u, double[] p, double[] k, double theta, double[] w, double[] r) {
        r[0] = w[0] * u[0] * (2 * t * k[0] + theta * u[0]);
      }

      @Override
      public double @Nullable [] timeDerivative(double t, double[] u, double[] p) {
        return new double[] {p[0] * u[0] * u[0], 0};
      }
    }
  }

  private Buffer random(Random random, int length) {
    return workspace.allocate(random.doubles(length, 0.5, 1.5).toArray());
  }

  @Test
  void theProductWithTheTransposeFollowsFromTheJacobian() {
    OdeProblem problem = OdeProblem.of(new Growth(0));
    DifferentiatedSystem derived = new SymbolicDerivatives().bind(problem, backend, workspace);
    DifferentiatedSystem byHand = new UserDerivatives().bind(problem, backend, workspace);
    Random random = new Random(7);
    Buffer u = random(random, 2);
    Buffer w = random(random, 2);
    Buffer expected = workspace.allocate(2);
    Buffer actual = workspace.allocate(2);
    derived.vectorJacobianProduct(0.5, u, w, expected);
    byHand.vectorJacobianProduct(0.5, u, w, actual);
    assertArrayEquals(expected.toArray(), actual.toArray(), 4 * Math.ulp(1.0));
    derived.timeDerivative(0.5, u, expected);
    byHand.timeDerivative(0.5, u, actual);
    assertArrayEquals(expected.toArray(), actual.toArray(), 4 * Math.ulp(1.0));
    assertEquals(derived.isAutonomous(), byHand.isAutonomous());
  }

  @Test
  void aJacobianWithAnElementThatTheModelHasNotIsRefused() {
    OdeProblem problem = OdeProblem.of(new Growth(3));
    DifferentiatedSystem byHand = new UserDerivatives().bind(problem, backend, workspace);
    Buffer u = workspace.allocate(2);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> byHand.linearize(0, u));
    assertTrue(refusal.getMessage().contains("3.0 in row 1, column 0"), refusal.getMessage());
  }
}
