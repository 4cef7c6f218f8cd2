package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.stiffgrad.autodiff.UserDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.IncompleteSolutionException;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableaus;

class SensitivityMethodsTest {
  private static final SolverOptions TIGHT = SolverOptions.defaults().withTolerances(1e-11, 1e-11);

  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
  private final Objective loss = GradientContract.documentLoss();

  /* Central differences at step cbrt(eps) err by its square, 4e-11, and by 1e-11 / 6e-6 = 2e-6. */
  @Test
  void agreesWithTheAdjointInParametersAndInitialState() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient differences = new FiniteDifferences(true).gradient(problem, loss, TIGHT, backend);
      Gradient adjoint = new GaussAdjoint().gradient(problem, loss, TIGHT, backend);
      assertEquals(adjoint.loss(), differences.loss(), 1e-9 * adjoint.loss());
      assertTrue(Oracle.relativeError(differences.parameters(), adjoint.parameters()) < 2e-6);
      assertTrue(Oracle.relativeError(differences.initialState(), adjoint.initialState()) < 2e-6);
    }
  }

  @Test
  void theInitialStateIsRefusedUnlessItWasAskedFor() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient gradient = new FiniteDifferences().gradient(problem, loss, TIGHT, backend);
      assertThrows(IllegalStateException.class, gradient::initialState);
    }
  }

  @Test
  void handWrittenDerivativesGiveTheSameGradient() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient user =
          new GaussAdjoint(new UserDerivatives()).gradient(problem, loss, TIGHT, backend);
      assertTrue(Oracle.relativeError(user.parameters(), Oracle.parameterGradient(3)) < 1e-8);
    }
  }

  @Test
  void anExplicitMethodGivesTheSameGradient() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient explicit =
          new GaussAdjoint().gradient(problem, loss, TIGHT.withMethod(Tableaus.TSIT5), backend);
      assertEquals(0, explicit.statistics().forward().factorizations());
      assertTrue(Oracle.relativeError(explicit.parameters(), Oracle.parameterGradient(3)) < 1e-8);
    }
  }

  @Test
  void aTruncatedSolveYieldsNoGradient() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      for (SensitivityMethod method : SensitivityMethods.all()) {
        Gradient gradient = method.gradient(problem, loss, TIGHT.withMaxSteps(5), backend);
        assertEquals(Termination.MAX_STEPS_REACHED, gradient.termination());
        assertThrows(IncompleteSolutionException.class, gradient::loss);
        assertThrows(IncompleteSolutionException.class, gradient::parameters);
        assertThrows(IncompleteSolutionException.class, gradient::initialState);
      }
    }
  }

  @Test
  void aSolutionThatBlowsUpYieldsNoGradient() {
    double[] p = problem.parameters();
    /* u grows like exp(-A t) and overflows long before the end. */
    Arrays.fill(p, 0, 9, -2000);
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient gradient =
          new GaussAdjoint()
              .gradient(problem.withParameters(p), loss, SolverOptions.defaults(), backend);
      assertEquals(Termination.NON_FINITE_STATE, gradient.termination());
      assertThrows(IncompleteSolutionException.class, gradient::parameters);
      assertTrue(gradient.message().contains("forward pass"), gradient::message);
    }
  }
}
