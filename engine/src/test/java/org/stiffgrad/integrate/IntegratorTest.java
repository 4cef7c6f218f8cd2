package org.stiffgrad.integrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

class IntegratorTest {
  private final ComputeBackend backend = Backends.open("scalar");
  private final Workspace workspace = backend.newWorkspace();
  private final Work work = new Work();

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  static List<Tableau> tableaus() {
    return Tableaus.all();
  }

  private Integrator start(OdeSystem system, SolverOptions options, double... initial) {
    Integrator integrator = new Integrator(system, options, backend, workspace, work);
    integrator.start(0);
    integrator.state().write(initial);
    return integrator;
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void errorFollowsTheTolerance(Tableau tableau) {
    SolverOptions options = SolverOptions.defaults().withMethod(tableau);
    double tight = endError(options.withTolerances(1e-8, 1e-8));
    double loose = endError(options.withTolerances(1e-4, 1e-4));
    assertTrue(tight < 2e-6, () -> "error " + tight);
    assertTrue(tight < loose / 10, () -> tight + " against " + loose);
  }

  private double endError(SolverOptions options) {
    Integrator integrator = start(new ManufacturedSystem(), options, ManufacturedSystem.exact(0));
    assertEquals(Termination.SUCCESS, integrator.advance(3, StepObserver.NONE));
    double[] end = integrator.state().toArray();
    return Math.abs(end[0] - ManufacturedSystem.exact(3)[0]);
  }

  @Test
  void aWayFromStopToStopTakesOneStepOnlyIfFarLongerOnesAreAllowed() {
    Integrator integrator =
        start(new ManufacturedSystem(), SolverOptions.defaults(), ManufacturedSystem.exact(0));
    List<Double> sizes = new ArrayList<>();
    StepObserver recorder = step -> sizes.add(step.end() - step.start());
    integrator.advance(1, recorder);
    double usual = sizes.get(sizes.size() / 2);
    sizes.clear();
    integrator.advance(1 + 0.9 * usual, recorder);
    assertEquals(2, sizes.size());
    assertEquals(sizes.get(0), sizes.get(1), 1e-12);
    sizes.clear();
    for (int k = 1; k <= 5; k++) {
      integrator.advance(1 + (0.9 + 0.1 * k) * usual, recorder);
    }
    assertEquals(5, sizes.size());
  }

  @Test
  void stopsExactlyWhereItIsToldAndCoversTimeWithoutGaps() {
    Integrator integrator =
        start(new ManufacturedSystem(), SolverOptions.defaults(), ManufacturedSystem.exact(0));
    List<Double> ends = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    StepObserver recorder =
        step -> {
          starts.add(step.start());
          ends.add(step.end());
        };
    double[] stops = {0.1, 0.1 + Math.ulp(0.1), 0.7, 2};
    for (double stop : stops) {
      assertEquals(Termination.SUCCESS, integrator.advance(stop, recorder));
      assertEquals(stop, integrator.time());
    }
    assertEquals(0.0, starts.get(0));
    assertEquals(starts.subList(1, starts.size()), ends.subList(0, ends.size() - 1));
    assertEquals(work.accepted, ends.size());
  }

  @Test
  void denseOutputFollowsTheSolutionAndItsDerivative() {
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-9, 1e-9);
    Integrator integrator = start(new ManufacturedSystem(), options, ManufacturedSystem.exact(0));
    DenseOutput dense = new DenseOutput(2, backend.vectors(), workspace);
    integrator.advance(2, dense);
    Buffer value = workspace.allocate(2);
    for (int i = 0; i <= 40; i++) {
      /* Forwards and backwards, so that the search is exercised in both directions. */
      double t = (i % 2 == 0 ? i : 41 - i) * 0.05;
      dense.evaluate(t, value);
      /* A hundred times the tolerance, for the errors of all steps; more where 1/h magnifies them. */
      assertEquals(ManufacturedSystem.exact(t)[0], value.toArray()[0], 1e-7);
      dense.derivative(t, value);
      assertEquals(2 * Math.cos(2 * t) * Math.exp(Math.sin(2 * t)), value.toArray()[0], 1e-5);
    }
  }

  @Test
  void maxStepsEndsTheRun() {
    Integrator integrator =
        start(
            new ManufacturedSystem(),
            SolverOptions.defaults().withMaxSteps(3),
            ManufacturedSystem.exact(0));
    assertEquals(Termination.MAX_STEPS_REACHED, integrator.advance(10, StepObserver.NONE));
    assertTrue(integrator.time() < 10);
  }

  @Test
  void aMatrixThatStaysSingularEndsTheRun() {
    OdeSystem system =
        new ManufacturedSystem() {
          @Override
          public boolean factor(double newShift) {
            return false;
          }
        };
    Integrator integrator = start(system, SolverOptions.defaults(), 1, 0);
    assertEquals(Termination.SINGULAR_MATRIX, integrator.advance(1, StepObserver.NONE));
    assertEquals(0, work.accepted);
  }

  @Test
  void aSingularMatrixIsOvercomeByASmallerStep() {
    OdeSystem system =
        new ManufacturedSystem() {
          private boolean failed;

          @Override
          public boolean factor(double newShift) {
            boolean first = !failed;
            failed = true;
            return !first && super.factor(newShift);
          }
        };
    Integrator integrator = start(system, SolverOptions.defaults(), ManufacturedSystem.exact(0));
    assertEquals(Termination.SUCCESS, integrator.advance(1, StepObserver.NONE));
    assertEquals(ManufacturedSystem.exact(1)[0], integrator.state().toArray()[0], 1e-4);
  }

  @Test
  void aRightHandSideThatTurnsNonFiniteEndsTheRun() {
    OdeSystem system =
        new ManufacturedSystem() {
          @Override
          public void rightHandSide(double t, Buffer state, Buffer result) {
            super.rightHandSide(t, state, result);
            if (t > 0.5) {
              result.write(new double[] {Double.NaN, 0});
            }
          }
        };
    Integrator integrator = start(system, SolverOptions.defaults(), ManufacturedSystem.exact(0));
    assertEquals(Termination.NON_FINITE_STATE, integrator.advance(1, StepObserver.NONE));
    assertTrue(integrator.time() <= 0.5);
  }

  @Test
  void interruptionEndsTheRun() {
    Integrator integrator =
        start(new ManufacturedSystem(), SolverOptions.defaults(), ManufacturedSystem.exact(0));
    Thread.currentThread().interrupt();
    Termination termination = integrator.advance(1, StepObserver.NONE);
    assertTrue(Thread.interrupted());
    assertEquals(Termination.INTERRUPTED, termination);
  }

  /** {@code y' = 0} before t = 1, {@code y' = 1} from then on: exact if no step straddles. */
  @ParameterizedTest
  @MethodSource("tableaus")
  void stagesStayOnOneSideOfAJump(Tableau tableau) {
    OdeSystem system =
        new ManufacturedSystem() {
          @Override
          public void rightHandSide(double t, Buffer state, Buffer result) {
            result.write(new double[] {t >= 1 ? 1 : 0, 0});
          }

          @Override
          public boolean isAutonomous() {
            return true;
          }

          @Override
          public void linearize(double t, Buffer state) {}
        };
    Integrator integrator = start(system, SolverOptions.defaults().withMethod(tableau), 0, 0);
    assertEquals(
        Termination.SUCCESS, integrator.advance(1, 0, Math.nextDown(1.0), StepObserver.NONE));
    assertEquals(0.0, integrator.state().toArray()[0]);
    assertEquals(Termination.SUCCESS, integrator.advance(3, 1, 3, StepObserver.NONE));
    /* Exact but for the rounding of some ten sums a step. */
    assertEquals(2.0, integrator.state().toArray()[0], 10 * work.accepted * Math.ulp(2.0));
    assertFalse(work.rejected > 0);
  }
}
