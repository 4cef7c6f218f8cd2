package org.stiffgrad.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Models;
import org.stiffgrad.model.Robertson;

class OdeProblemTest {
  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));

  private static void refused(Executable action, String... mentioned) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
    for (String text : mentioned) {
      assertTrue(e.getMessage().contains(text), e::getMessage);
    }
  }

  @Test
  void theDocumentsInitialStateAndParameters() {
    double[] u = problem.initialState();
    double[] p = problem.parameters();
    assertEquals(18, u.length);
    assertEquals(36, p.length);
    /* Cell (1, 1) is at (1/2, 1/2); u starts from y, v from x. */
    assertEquals(22 * Math.pow(0.25, 1.5), u[4], 1e-14);
    assertEquals(27 * Math.pow(0.25, 1.5), u[9 + 1], 1e-14);
    assertEquals(0, u[1], 0);
    assertEquals(3.4, p[0]);
    assertEquals(1.0, p[9]);
    assertEquals(10.0, p[18]);
    assertEquals(10.0, p[35]);
  }

  @Test
  void isImmutable() {
    double[] p = problem.parameters();
    OdeProblem changed = problem.withParameters(p);
    p[0] = 99;
    problem.parameters()[0] = 99;
    assertEquals(3.4, problem.parameters()[0]);
    assertEquals(3.4, changed.parameters()[0]);
  }

  @Test
  void badInputIsRefusedInWords() {
    double[] p = problem.parameters();
    p[4] = Double.NaN;
    refused(() -> problem.withParameters(p), "number 5", "NaN");
    double[] u = problem.initialState();
    u[0] = Double.POSITIVE_INFINITY;
    refused(() -> problem.withInitialState(u), "number 1", "Infinity");
    refused(() -> problem.withParameters(new double[35]), "36", "35");
    refused(() -> problem.over(1, 1), "later");
    refused(() -> problem.over(0, Double.NaN), "NaN");
    refused(() -> new Grid(0), "is 0", "from 1");
    refused(() -> OdeProblem.of(new Brusselator2d(), new Grid(1)), "is 1", "at least 2");
    refused(() -> Models.named("brusselator3d"), "brusselator3d", "brusselator2d");
    refused(() -> SolverOptions.defaults().withTolerances(0, 1e-7), "absolute", "0.0");
    refused(() -> SolverOptions.defaults().withTolerances(1e-5, Double.NaN), "relative", "NaN");
    refused(() -> SolverOptions.defaults().withMaxSteps(0), "0");
  }

  @Test
  void aPlainSystemHasOneNumberForEachStateAndParameter() {
    OdeProblem robertson = OdeProblem.of(new Robertson());
    assertArrayEquals(new double[] {1, 0, 0}, robertson.initialState());
    assertArrayEquals(new double[] {0.04, 3e7, 1e4}, robertson.parameters());
    refused(
        () -> robertson.withParameters(new double[4]),
        "The parameters of robertson must have 3 numbers (k1, k2, k3), but there are 4.");
    refused(
        () -> problem.withInitialState(new double[3]),
        "The initial state of brusselator2d must have 18 numbers at n = 3 (u, v, each in 9 cells)");
  }

  @Test
  void lossTimesMustAscendWithinTheSpan() {
    TimeSpan span = problem.span();
    refused(() -> Objective.halfSquaredDistance(1).requireTimesWithin(span), "at least one");
    refused(
        () -> Objective.halfSquaredDistance(1, 0.5, 0.2).requireTimesWithin(span), "0.5", "0.2");
    refused(() -> Objective.halfSquaredDistance(1, 0.5, 1.2).requireTimesWithin(span), "1.2");
    refused(() -> Objective.halfSquaredDistance(1, Double.NaN).requireTimesWithin(span), "NaN");
    refused(() -> Objective.halfSquaredDistance(Double.NaN, 1), "NaN");
  }
}
