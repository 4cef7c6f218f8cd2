package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableaus;

/** What the methods that carry S along with the state must deliver on every backend. */
public abstract class TangentContract {
  private static final SensitivityOptions DEFAULTS = SensitivityOptions.defaults();
  private static final SensitivityOptions WITH_INITIAL_STATE =
      DEFAULTS.withInitialStateGradient(true);
  private static final SolverOptions TIGHT = SolverOptions.defaults().withTolerances(1e-10, 1e-10);

  private ComputeBackend backend;

  /** Opens the backend under test. */
  protected abstract ComputeBackend open();

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  private static OdeProblem document(int n) {
    return OdeProblem.of(new Brusselator2d(), new Grid(n));
  }

  private static OdeProblem withUnevenParameters(OdeProblem problem) {
    Random random = new Random(problem.stateLength());
    return problem.withParameters(
        Arrays.stream(problem.parameters())
            .map(x -> x * (1 + 0.2 * random.nextDouble()))
            .toArray());
  }

  private static List<SensitivityMethod> methods(SensitivityOptions options) {
    SymbolicDerivatives derivatives = new SymbolicDerivatives();
    return List.of(
        new ForwardSensitivity(derivatives, options), new ForwardMode(derivatives, options));
  }

  private Gradient gradient(
      SensitivityMethod method, OdeProblem problem, Objective loss, SolverOptions options) {
    Gradient gradient = method.gradient(problem, loss, options, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  private static void assertNear(double[] expected, double[] actual, double bound) {
    double error = Oracle.relativeError(actual, expected);
    assertTrue(error <= bound, () -> "relative error " + error);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void meetsThePublishedAccuracyAtTheDocumentsTolerances(int n) {
    for (SensitivityMethod method : methods(DEFAULTS)) {
      Gradient gradient =
          gradient(method, document(n), GradientContract.documentLoss(), SolverOptions.defaults());
      assertNear(Oracle.parameterGradient(n), gradient.parameters(), Oracle.publishedError(n));
      /* Ten times the relative tolerance of a step. */
      assertEquals(Oracle.loss(n), gradient.loss(), 1e-6 * Oracle.loss(n));
    }
  }

  /* Ten times the tolerance of a step, for the errors of all steps. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void convergesToTheReferenceAtTightTolerances(int n) {
    for (SensitivityMethod method : methods(DEFAULTS)) {
      Gradient gradient = gradient(method, document(n), GradientContract.documentLoss(), TIGHT);
      assertNear(Oracle.parameterGradient(n), gradient.parameters(), 1e-9);
      assertEquals(Oracle.loss(n), gradient.loss(), 1e-9 * Oracle.loss(n));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void givesTheReferenceSensitivities(int n) {
    double[] times = {0, 0.4, 1};
    OdeProblem problem = document(n);
    ForwardSensitivity method = new ForwardSensitivity();
    SensitivitySolution tight = method.solve(problem, times, TIGHT, backend);
    /* Ten times the tolerance, for the errors of all steps. */
    assertNear(Oracle.parameterSensitivity(n), tight.parameterSensitivity(2), 1e-9);
    assertNear(Oracle.endState(n), tight.state(2), 1e-9);
    assertArrayEquals(problem.initialState(), tight.state(0));
    assertTrue(Arrays.stream(tight.parameterSensitivity(0)).allMatch(s -> s == 0));

    SensitivitySolution loose = method.solve(problem, times, SolverOptions.defaults(), backend);
    for (int k = 1; k < times.length; k++) {
      double[] expected = tight.parameterSensitivity(k);
      /* In the root mean square no more than the absolute tolerance, which S is below. */
      double norm = Math.sqrt(Arrays.stream(expected).map(s -> s * s).average().orElseThrow());
      assertNear(expected, loose.parameterSensitivity(k), 1e-5 / norm);
    }
  }

  @Test
  void givesSensitivitiesToTheInitialState() {
    double[] times = {0, 0.7};
    OdeProblem problem = document(2);
    SymbolicDerivatives derivatives = new SymbolicDerivatives();
    SensitivitySolution solution =
        new ForwardSensitivity(derivatives, WITH_INITIAL_STATE)
            .solve(problem, times, TIGHT, backend);
    int n = problem.stateLength();
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * (n + 1)] = 1;
    }
    assertArrayEquals(identity, solution.initialStateSensitivity(0));
    for (int j = 0; j < n; j++) {
      double s = 1e-4;
      double[] u = problem.initialState();
      u[j] += s;
      double[] above = state(problem.withInitialState(u), times);
      u[j] -= 2 * s;
      double[] below = state(problem.withInitialState(u), times);
      double[] column = Arrays.copyOfRange(solution.initialStateSensitivity(1), j * n, (j + 1) * n);
      for (int i = 0; i < n; i++) {
        /* Differences err by s^2 = 1e-8 and by the tolerance over s, 1e-6. */
        assertEquals((above[i] - below[i]) / (2 * s), column[i], 2e-6);
      }
    }
  }

  private double[] state(OdeProblem problem, double[] times) {
    return new ForwardSensitivity().solve(problem, times, TIGHT, backend).state(1);
  }

  /** Steps through the switch of the forcing, far from the loss times and of uneven size. */
  private static SolverOptions prescribedSteps() {
    return SolverOptions.defaults()
        .withStepTimes(0.01, 0.03, 0.08, 0.2, 0.4, 0.75, 1.1, 1.35, 1.75, 2.05, 2.5);
  }

  private static final Objective LOSS = Objective.halfSquaredDistance(1.0, 0, 0.5, 1.1, 1.5, 2.5);

  /* On the same steps different ways of computing the same differ by accumulated rounding. */
  private static final double ROUNDING = 1e-12;

  private void agreeOnTheSameSteps(SensitivityMethod method, SensitivityMethod other) {
    OdeProblem problem = withUnevenParameters(document(3).over(0, 2.5));
    Gradient first = gradient(method, problem, LOSS, prescribedSteps());
    Gradient second = gradient(other, problem, LOSS, prescribedSteps());
    assertEquals(first.loss(), second.loss(), ROUNDING * first.loss());
    assertNear(first.parameters(), second.parameters(), ROUNDING);
    assertNear(first.initialState(), second.initialState(), ROUNDING);
  }

  @Test
  void denseProductsGiveTheSame() {
    SensitivityOptions dense = WITH_INITIAL_STATE.withProducts(SensitivityOptions.Products.DENSE);
    for (int i = 0; i < 2; i++) {
      agreeOnTheSameSteps(methods(WITH_INITIAL_STATE).get(i), methods(dense).get(i));
    }
  }

  /** 36 parameters and 18 states: chunks that straddle both and chunks that overlap. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 12})
  void everyChunkGivesTheSame(int chunk) {
    SymbolicDerivatives derivatives = new SymbolicDerivatives();
    agreeOnTheSameSteps(
        new ForwardSensitivity(derivatives, WITH_INITIAL_STATE),
        new ForwardMode(derivatives, WITH_INITIAL_STATE.withChunk(chunk)));
  }

  /* A hundred times the tolerance, for the errors of all steps of both. */
  private static final double AGREEMENT = 1e-7;

  private static final SolverOptions FINE = SolverOptions.defaults().withTolerances(1e-9, 1e-9);

  private void agreesWithTheAdjoint(OdeProblem problem, Objective loss, SolverOptions options) {
    Gradient adjoint = gradient(new GaussAdjoint(), problem, loss, FINE);
    for (SensitivityMethod method : methods(WITH_INITIAL_STATE)) {
      Gradient gradient = gradient(method, problem, loss, options);
      assertEquals(adjoint.loss(), gradient.loss(), AGREEMENT * adjoint.loss());
      assertNear(adjoint.parameters(), gradient.parameters(), AGREEMENT);
      assertNear(adjoint.initialState(), gradient.initialState(), AGREEMENT);
    }
  }

  /** The forcing acts in one cell of the grid with n = 4. */
  @ParameterizedTest
  @ValueSource(doubles = {2.5, 10})
  void agreesWithTheAdjointAcrossTheForcingsSwitch(double end) {
    OdeProblem problem = withUnevenParameters(document(4).over(0, end));
    agreesWithTheAdjoint(
        problem, Objective.halfSquaredDistance(1.0, 0.5, 1.1, Math.nextUp(1.1), end), FINE);
  }

  @Test
  void anExplicitMethodAgreesWithTheAdjoint() {
    OdeProblem problem = OdeProblem.of(new GrayScott2d(), new Grid(3)).over(0, 5);
    agreesWithTheAdjoint(
        problem, Objective.halfSquaredDistance(0.5, 1, 2.5, 5), FINE.withMethod(Tableaus.TSIT5));
  }

  @Test
  void valuesAloneTakeTheStepsOfAPlainSolve() {
    OdeProblem problem = document(3);
    SensitivityOptions values =
        DEFAULTS.withErrorNorm(SensitivityOptions.ErrorNorm.VALUES).withChunk(12);
    Objective loss = GradientContract.documentLoss();
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-8, 1e-8);
    Gradient gradient =
        gradient(new ForwardMode(new SymbolicDerivatives(), values), problem, loss, options);
    Gradient adjoint = gradient(new GaussAdjoint(), problem, loss, options);
    long chunks = problem.parameterLength() / 12;
    assertEquals(
        chunks * adjoint.statistics().forward().accepted(),
        gradient.statistics().forward().accepted());
    assertEquals(adjoint.loss(), gradient.loss(), ROUNDING * adjoint.loss());
    /* A hundred times the tolerance: these derivatives vary as the states do. */
    assertNear(Oracle.parameterGradient(3), gradient.parameters(), 1e-6);
  }

  @Test
  void repeatsExactly() {
    for (SensitivityMethod method : methods(WITH_INITIAL_STATE)) {
      Gradient first = gradient(method, document(3), LOSS_BEFORE_ONE, SolverOptions.defaults());
      Gradient second = gradient(method, document(3), LOSS_BEFORE_ONE, SolverOptions.defaults());
      assertArrayEquals(first.parameters(), second.parameters());
      assertArrayEquals(first.initialState(), second.initialState());
    }
  }

  private static final Objective LOSS_BEFORE_ONE = Objective.halfSquaredDistance(1.0, 0.3, 0.9);
}
