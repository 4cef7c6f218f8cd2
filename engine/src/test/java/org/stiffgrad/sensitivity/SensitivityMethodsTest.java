package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.IncompleteSolutionException;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.StencilModel;
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
      Gradient differences =
          new FiniteDifferences(
                  new SymbolicDerivatives(),
                  SensitivityOptions.defaults().withInitialStateGradient(true))
              .gradient(problem, loss, TIGHT, backend);
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
  void anExplicitMethodGivesTheSameGradient() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      for (SensitivityMethod method : GradientContract.adjoints()) {
        Gradient explicit =
            method.gradient(problem, loss, TIGHT.withMethod(Tableaus.TSIT5), backend);
        assertEquals(0, explicit.statistics().forward().factorizations());
        assertEquals(0, explicit.statistics().reverse().factorizations());
        double error = Oracle.relativeError(explicit.parameters(), Oracle.parameterGradient(3));
        assertTrue(error < 1e-8, () -> method.name() + ": " + error);
      }
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

  /** {@code u' = a u^2} from u = 2, which is infinite at t = 1 / (2 a). */
  private static final class FiniteTimeBlowUp implements StencilModel {
    @Override
    public String name() {
      return "finite-time-blow-up";
    }

    @Override
    public List<String> components() {
      return List.of("u");
    }

    @Override
    public List<String> parameters() {
      return List.of("a");
    }

    @Override
    public <T extends Scalar<T>> void cell(Cell<T> cell, T[] dudt) {
      dudt[0] = cell.parameter(0).times(cell.state(0).square());
    }

    @Override
    public double initialValue(int component, double x, double y) {
      return 2;
    }

    @Override
    public double parameterValue(int parameter) {
      return 1;
    }
  }

  @Test
  void aSolutionThatBlowsUpYieldsNoGradient() {
    OdeProblem blowUp = OdeProblem.of(new FiniteTimeBlowUp(), new Grid(2));
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient gradient =
          new GaussAdjoint().gradient(blowUp, loss, SolverOptions.defaults(), backend);
      assertTrue(
          gradient.termination() == Termination.STEP_SIZE_UNDERFLOW
              || gradient.termination() == Termination.NON_FINITE_STATE,
          gradient::message);
      assertThrows(IncompleteSolutionException.class, gradient::parameters);
      assertTrue(
          gradient.message().contains("forward pass ended at t = 0.4999"), gradient::message);
    }
  }

  /** {@code u' = -sqrt(a) u}, whose derivative in a is infinite at a = 0 while u is not. */
  private static final class InfiniteParameterDerivative implements StencilModel {
    @Override
    public String name() {
      return "infinite-parameter-derivative";
    }

    @Override
    public List<String> components() {
      return List.of("u");
    }

    @Override
    public List<String> parameters() {
      return List.of("a");
    }

    @Override
    public <T extends Scalar<T>> void cell(Cell<T> cell, T[] dudt) {
      dudt[0] = cell.parameter(0).sqrt().times(cell.state(0)).negate();
    }

    @Override
    public double initialValue(int component, double x, double y) {
      return 2;
    }

    @Override
    public double parameterValue(int parameter) {
      return 0;
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anInfiniteIntegrandYieldsNoGradientAndEnds() {
    OdeProblem infinite = OdeProblem.of(new InfiniteParameterDerivative(), new Grid(2));
    try (ComputeBackend backend = Backends.open("scalar")) {
      for (SensitivityMethod method :
          Stream.concat(GradientContract.adjoints().stream(), Stream.of(new ReverseMode()))
              .toList()) {
        Gradient gradient = method.gradient(infinite, loss, SolverOptions.defaults(), backend);
        assertEquals(Termination.NON_FINITE_STATE, gradient.termination(), method.name());
        assertThrows(IncompleteSolutionException.class, gradient::parameters);
      }
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tolerancesNearRoundingEndAllTheSame() {
    OdeProblem small = OdeProblem.of(new Brusselator2d(), new Grid(2));
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-18, 1e-14);
    try (ComputeBackend backend = Backends.open("scalar")) {
      for (SensitivityMethod method :
          List.of(new InterpolatingAdjoint(), new QuadratureAdjoint(), new GaussKronrodAdjoint())) {
        Gradient gradient = method.gradient(small, loss, options, backend);
        assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
        assertTrue(
            Oracle.relativeError(gradient.parameters(), Oracle.parameterGradient(2)) < 1e-10);
      }
    }
  }
}
