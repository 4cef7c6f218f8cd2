package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/** What the adjoints, continuous and discrete, must deliver on every backend. */
public abstract class GradientContract {
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

  static Objective documentLoss() {
    return Objective.halfSquaredDistance(
        1.0, IntStream.rangeClosed(0, 10).mapToDouble(i -> i / 10.0).toArray());
  }

  private static OdeProblem document(int n) {
    return OdeProblem.of(new Brusselator2d(), new Grid(n));
  }

  private Gradient gradient(OdeProblem problem, Objective objective, SolverOptions options) {
    Gradient gradient = new GaussAdjoint().gradient(problem, objective, options, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8, 10, 17})
  void meetsThePublishedAccuracyAtTheDocumentsTolerances(int n) {
    Gradient gradient = gradient(document(n), documentLoss(), SolverOptions.defaults());
    double error = Oracle.relativeError(gradient.parameters(), Oracle.parameterGradient(n));
    assertTrue(error <= Oracle.publishedError(n), () -> "relative error " + error);
    /* Ten times the relative tolerance of a step. */
    assertEquals(Oracle.loss(n), gradient.loss(), 1e-6 * Oracle.loss(n));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8, 10, 17})
  void convergesToTheReferenceAtTightTolerances(int n) {
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-11, 1e-11);
    Gradient gradient = gradient(document(n), documentLoss(), options);
    double error = Oracle.relativeError(gradient.parameters(), Oracle.parameterGradient(n));
    assertTrue(error < 1e-8, () -> "relative error " + error);
    assertEquals(Oracle.loss(n), gradient.loss(), 1e-9 * Oracle.loss(n));
  }

  private void agreesWithDifferences(OdeProblem problem, Objective loss) {
    DirectionalDifferences.assertAgreement(new GaussAdjoint(), problem, loss, backend);
  }

  /** Non-uniform parameters, and a span over which the forcing switches on. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void agreesWithDifferencesAcrossTheForcingsSwitch(int n) {
    Random random = new Random(n);
    OdeProblem problem = document(n).over(0, 2.5);
    double[] p =
        Arrays.stream(problem.parameters()).map(x -> x * (1 + 0.2 * random.nextDouble())).toArray();
    agreesWithDifferences(
        problem.withParameters(p), Objective.halfSquaredDistance(1.0, 0.5, 1.1, 1.5, 2.5));
  }

  @Test
  void agreesWithDifferencesOnAnotherModel() {
    StencilModel model = new GrayScott2d();
    OdeProblem problem = OdeProblem.of(model, new Grid(5)).over(0, 5);
    agreesWithDifferences(problem, Objective.halfSquaredDistance(0.5, 1, 2.5, 5));
  }

  static List<SensitivityMethod> adjoints() {
    return List.of(
        new InterpolatingAdjoint(),
        new QuadratureAdjoint(),
        new GaussAdjoint(),
        new GaussKronrodAdjoint());
  }

  static List<SensitivityMethod> otherAdjoints() {
    return Stream.concat(
            adjoints().stream().filter(method -> !(method instanceof GaussAdjoint)),
            Stream.of(new ReverseMode()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("otherAdjoints")
  void everyAdjointMeetsTheSameBounds(SensitivityMethod method) {
    SolverOptions tight = SolverOptions.defaults().withTolerances(1e-11, 1e-11);
    for (int n : new int[] {2, 3, 4, 5, 8, 10}) {
      Gradient gradient =
          method.gradient(document(n), documentLoss(), SolverOptions.defaults(), backend);
      double error = Oracle.relativeError(gradient.parameters(), Oracle.parameterGradient(n));
      assertTrue(
          error <= Oracle.publishedError(n), () -> method.name() + " n = " + n + ": " + error);
      Gradient precise = method.gradient(document(n), documentLoss(), tight, backend);
      double small = Oracle.relativeError(precise.parameters(), Oracle.parameterGradient(n));
      assertTrue(small <= 1e-8, () -> method.name() + " n = " + n + ": " + small);
    }
  }

  @ParameterizedTest
  @MethodSource("otherAdjoints")
  void everyAdjointAgreesAcrossTheForcingsSwitch(SensitivityMethod method) {
    Random random = new Random(9);
    OdeProblem uniform = document(4).over(0, 2.5);
    OdeProblem problem =
        uniform.withParameters(
            Arrays.stream(uniform.parameters())
                .map(x -> x * (1 + 0.2 * random.nextDouble()))
                .toArray());
    Objective loss = Objective.halfSquaredDistance(1.0, 0.5, 1.1, 1.5, 2.5);
    SolverOptions tight = SolverOptions.defaults().withTolerances(1e-11, 1e-11);
    Gradient gauss = gradient(problem, loss, tight);
    Gradient other = method.gradient(problem, loss, tight, backend);
    assertTrue(Oracle.relativeError(other.parameters(), gauss.parameters()) < 1e-9);
    assertTrue(Oracle.relativeError(other.initialState(), gauss.initialState()) < 1e-9);
  }

  @Test
  void splitsTheParameterGradientAtASingleLossTimeAtTheStart() {
    OdeProblem problem = document(3);
    Gradient gradient =
        gradient(problem, Objective.halfSquaredDistance(1.0, 0.0), SolverOptions.defaults());
    double[] u = problem.initialState();
    assertTrue(Arrays.stream(gradient.parameters()).allMatch(g -> g == 0));
    for (int i = 0; i < u.length; i++) {
      assertEquals(u[i] - 1, gradient.initialState()[i]);
    }
  }

  @Test
  void repeatsExactly() {
    Gradient first = gradient(document(5), documentLoss(), SolverOptions.defaults());
    Gradient second = gradient(document(5), documentLoss(), SolverOptions.defaults());
    assertTrue(Arrays.equals(first.parameters(), second.parameters()));
    assertTrue(Arrays.equals(first.initialState(), second.initialState()));
  }
}
