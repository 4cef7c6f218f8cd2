package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** Loss times that coincide, or nearly, by every continuous adjoint. */
class LossTimesTest {
  private static final double SMALL = Math.nextUp(0.0);
  private static final double TOLERANCE = 1e-9;

  private final ComputeBackend backend = Backends.open("scalar");
  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3)).over(0, 1.2);

  @AfterEach
  void close() {
    backend.close();
  }

  static List<SensitivityMethod> adjoints() {
    return GradientContract.adjoints();
  }

  private Gradient gradient(SensitivityMethod method, Tableau tableau, Objective loss) {
    SolverOptions options =
        SolverOptions.defaults().withMethod(tableau).withTolerances(TOLERANCE, TOLERANCE);
    Gradient gradient = method.gradient(problem, loss, options, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  /* One ulp moves the state by rounding; the steps differ, so gradients agree to the tolerance. */
  @ParameterizedTest
  @MethodSource("adjoints")
  void timesOneUlpApartActLikeOne(SensitivityMethod method) {
    double[] apart = {
      0, SMALL, 0.5, 0.5, Math.nextUp(0.5), Math.nextDown(1.1), 1.1, Math.nextDown(1.2), 1.2
    };
    double[] merged = {0, 0, 0.5, 0.5, 0.5, 1.1, 1.1, 1.2, 1.2};
    for (Tableau tableau : List.of(Tableaus.RODAS5, Tableaus.TSIT5)) {
      for (boolean integral : new boolean[] {false, true}) {
        Gradient a = gradient(method, tableau, loss(integral, apart));
        Gradient b = gradient(method, tableau, loss(integral, merged));
        assertEquals(b.loss(), a.loss(), 1e-12 * b.loss());
        double bound = 100 * TOLERANCE;
        assertTrue(Oracle.relativeError(a.parameters(), b.parameters()) < bound, method.name());
        assertTrue(Oracle.relativeError(a.initialState(), b.initialState()) < bound);
        /* Four short intervals, one step each; the controller may differ by some around them. */
        long more = a.statistics().reverse().accepted() - b.statistics().reverse().accepted();
        assertTrue(more <= 4 + 12, () -> method.name() + ": " + more + " more steps");
      }
    }
  }

  private static Objective loss(boolean integral, double[] times) {
    Objective points = Objective.halfSquaredDistance(1.0, times);
    return integral
        ? Objective.sum(
            points, Objective.integral(org.stiffgrad.problem.RunningLoss.halfSquaredDistance(0.5)))
        : points;
  }

  /** The very first interval is the shortest there is; nothing else matters to the loss. */
  @ParameterizedTest
  @MethodSource("adjoints")
  void aLossAtTheFirstNumberAfterTheStart(SensitivityMethod method) {
    for (Tableau tableau : List.of(Tableaus.RODAS5, Tableaus.TSIT5)) {
      Gradient gradient = gradient(method, tableau, Objective.halfSquaredDistance(1.0, SMALL));
      double[] u = problem.initialState();
      assertArrayEquals(Arrays.stream(u).map(x -> x - 1).toArray(), gradient.initialState(), 1e-15);
      assertTrue(Arrays.stream(gradient.parameters()).allMatch(g -> Math.abs(g) < 1e-300));
    }
  }

  /* Two halves of a jump may round to another last bit, which moves steps within the tolerance. */
  @ParameterizedTest
  @MethodSource("adjoints")
  void equalTimesCountTwice(SensitivityMethod method) {
    Gradient once = gradient(method, Tableaus.RODAS5, Objective.halfSquaredDistance(1.0, 0.4, 1.2));
    double[][] data = new double[2][problem.stateLength()];
    double[][] weights = new double[2][problem.stateLength()];
    for (int k = 0; k < 2; k++) {
      Arrays.fill(data[k], 1);
      Arrays.fill(weights[k], 0.5);
    }
    Objective halves =
        Objective.sum(
            Objective.weightedLeastSquares(new double[] {0.4, 1.2}, data, weights),
            Objective.weightedLeastSquares(new double[] {0.4, 1.2}, data, weights));
    Gradient twice = gradient(method, Tableaus.RODAS5, halves);
    assertTrue(Oracle.relativeError(twice.parameters(), once.parameters()) < TOLERANCE);
    assertTrue(Oracle.relativeError(twice.initialState(), once.initialState()) < TOLERANCE);
  }
}
