package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** Continuous adjoints that keep less of the forward solution than all of it. */
class CheckpointTest {
  private static final double TOLERANCE = 1e-8;

  private enum Method {
    INTERPOLATING(options -> new InterpolatingAdjoint(new SymbolicDerivatives(), options)),
    QUADRATURE(options -> new QuadratureAdjoint(new SymbolicDerivatives(), options)),
    GAUSS(options -> new GaussAdjoint(new SymbolicDerivatives(), options)),
    GAUSS_KRONROD(options -> new GaussKronrodAdjoint(new SymbolicDerivatives(), options));

    private final Function<SensitivityOptions, SensitivityMethod> within;

    Method(Function<SensitivityOptions, SensitivityMethod> within) {
      this.within = within;
    }
  }

  private final ComputeBackend backend = Backends.open("scalar");

  /* Over this span the forcing switches on. */
  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(4)).over(0, 1.5);
  private final Objective loss =
      Objective.sum(
          Objective.halfSquaredDistance(1.0, 0, 0.3, 1.1, 1.4, 1.5),
          Objective.integral(RunningLoss.halfSquaredDistance(0.5)));

  @AfterEach
  void close() {
    backend.close();
  }

  private Gradient gradient(Method method, Tableau tableau, long budget) {
    SolverOptions options =
        SolverOptions.defaults().withMethod(tableau).withTolerances(TOLERANCE, TOLERANCE);
    Gradient gradient =
        method
            .within
            .apply(SensitivityOptions.defaults().withMemoryBudget(budget))
            .gradient(problem, loss, options, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  private long stateBytes() {
    return (long) Double.BYTES * problem.stateLength();
  }

  /** The bytes of a dense forward solution: two ends and the vectors between of each step. */
  private long denseBytes(Gradient gradient, Tableau tableau) {
    long steps = gradient.statistics().forward().accepted();
    return stateBytes() * (1 + steps * (1 + tableau.interpolationRows()));
  }

  /* A reverse pass that stops at checkpoints takes other steps; each errs by the tolerance. */
  @ParameterizedTest
  @EnumSource(Method.class)
  void everyBudgetGivesTheDenseGradient(Method method) {
    for (Tableau tableau : List.of(Tableaus.RODAS5, Tableaus.TSIT5)) {
      Gradient dense = gradient(method, tableau, Long.MAX_VALUE);
      assertEquals(0, dense.statistics().reverse().resolved());
      long needed = denseBytes(dense, tableau);
      for (double share : new double[] {0.999, 0.5, 0.2, 0.1}) {
        long budget = (long) (share * needed);
        Gradient sparse = gradient(method, tableau, budget);
        String where = method + " " + tableau.name() + " " + share;
        double error = Oracle.relativeError(sparse.parameters(), dense.parameters());
        assertTrue(error < 100 * TOLERANCE, () -> where + ": " + error);
        double initial = Oracle.relativeError(sparse.initialState(), dense.initialState());
        assertTrue(initial < 100 * TOLERANCE, () -> where + ": " + initial);
        assertEquals(dense.loss(), sparse.loss());
        assertEquals(dense.statistics().forward(), sparse.statistics().forward());
        assertTrue(sparse.statistics().reverse().resolved() > 0, where);
        assertTrue(sparse.statistics().reverse().accepted() > 0, where);
        if (method != Method.QUADRATURE) {
          /* That one also keeps lambda, for as long as blocks and loss intervals last. */
          long saved = dense.statistics().bytes() - sparse.statistics().bytes();
          assertTrue(saved >= needed - budget, () -> where + " saves " + saved);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void aBudgetThatSufficesChangesNothing(Method method) {
    Gradient dense = gradient(method, Tableaus.RODAS5, Long.MAX_VALUE);
    Gradient same = gradient(method, Tableaus.RODAS5, denseBytes(dense, Tableaus.RODAS5));
    assertArrayEquals(dense.parameters(), same.parameters(), 0);
    assertArrayEquals(dense.initialState(), same.initialState(), 0);
    assertEquals(dense.statistics(), same.statistics());
  }

  /* With room for one step only, every step starts again from the initial state. */
  @Test
  void theLeastBudgetWorksAndLessIsRefusedWithItsSize() {
    long least = stateBytes() * (2 + Tableaus.RODAS5.interpolationRows());
    Gradient dense = gradient(Method.GAUSS, Tableaus.RODAS5, Long.MAX_VALUE);
    Gradient sparse = gradient(Method.GAUSS, Tableaus.RODAS5, least);
    double error = Oracle.relativeError(sparse.parameters(), dense.parameters());
    assertTrue(error < 100 * TOLERANCE, () -> "relative error " + error);
    long steps = dense.statistics().forward().accepted();
    assertEquals(steps * (steps + 1) / 2, sparse.statistics().reverse().resolved());
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> gradient(Method.GAUSS, Tableaus.RODAS5, least - 1))
            .getMessage();
    assertTrue(message.contains((least - 1) + " bytes"), message);
    assertTrue(message.contains(Long.toString(least)), message);
  }

  /** Where each block has a checkpoint, each step is taken again once. */
  @Test
  void halfOfTheMemoryTakesEachStepAgainOnce() {
    Gradient dense = gradient(Method.GAUSS, Tableaus.RODAS5, Long.MAX_VALUE);
    long budget = denseBytes(dense, Tableaus.RODAS5) / 2;
    Gradient sparse = gradient(Method.GAUSS, Tableaus.RODAS5, budget);
    assertEquals(dense.statistics().forward().accepted(), sparse.statistics().reverse().resolved());
  }

  @Test
  void lessMemoryTakesMoreStepsAgain() {
    Gradient dense = gradient(Method.GAUSS, Tableaus.RODAS5, Long.MAX_VALUE);
    List<Long> resolved = new ArrayList<>();
    for (int vectors : new int[] {6, 12, 24, 200}) {
      resolved.add(
          gradient(Method.GAUSS, Tableaus.RODAS5, vectors * stateBytes())
              .statistics()
              .reverse()
              .resolved());
    }
    assertEquals(resolved.stream().sorted((a, b) -> Long.compare(b, a)).toList(), resolved);
    /* Places that become free are used: far below the quadratic cost of one checkpoint. */
    long steps = dense.statistics().forward().accepted();
    assertTrue(resolved.get(1) < steps * steps / 6, () -> resolved + " of " + steps);
  }
}
