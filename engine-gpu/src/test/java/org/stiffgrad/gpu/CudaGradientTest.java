package org.stiffgrad.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackend;
import org.stiffgrad.gpu.runtime.TransferCounts;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.FiniteDifferences;
import org.stiffgrad.sensitivity.ForwardMode;
import org.stiffgrad.sensitivity.ForwardSensitivity;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.Oracle;
import org.stiffgrad.sensitivity.SensitivityMethod;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;

/** Gradients by every method on the host stand-in: right, the same as on a CPU, and few copies. */
class CudaGradientTest {
  private static final int LOSS_TIMES = 11;

  private static final Objective LOSS =
      Objective.halfSquaredDistance(
          1.0, IntStream.range(0, LOSS_TIMES).mapToDouble(i -> i / 10.0).toArray());

  private static final Set<String> OF_THE_STEPS =
      Set.of("forward-sensitivity", "forward-mode", "reverse-mode");

  private GpuBackend backend;

  @BeforeEach
  void openBackend() {
    backend = StandInBackend.open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
    StandIn.assertNothingLives();
  }

  private static OdeProblem document(int n) {
    return OdeProblem.of(new Brusselator2d(), new Grid(n));
  }

  private static Gradient gradient(
      SensitivityMethod method, OdeProblem problem, ComputeBackend on) {
    Gradient gradient = method.gradient(problem, LOSS, SolverOptions.defaults(), on);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  static List<SensitivityMethod> exactMethods() {
    return SensitivityMethods.all().stream()
        .filter(method -> !(method instanceof FiniteDifferences))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("exactMethods")
  void everyMethodMeetsThePublishedAccuracy(SensitivityMethod method) {
    for (int n : new int[] {2, 3}) {
      double[] found = gradient(method, document(n), backend).parameters();
      double error = Oracle.relativeError(found, Oracle.parameterGradient(n));
      assertTrue(error <= Oracle.publishedError(n), () -> "relative error " + error);
    }
  }

  /**
   * Derivatives of the steps themselves differ by roundings. In the others roundings change the
   * reverse pass' first step size, of which the gradient depends by its error: ten times the
   * tolerance of a step.
   */
  @ParameterizedTest
  @MethodSource("org.stiffgrad.sensitivity.SensitivityMethods#all()")
  void everyMethodGivesWhatItGivesOnACpu(SensitivityMethod method) {
    OdeProblem uniform = document(3).over(0, 1.3);
    double[] factors = new Random(3).doubles(uniform.parameterLength(), 0.9, 1.1).toArray();
    double[] parameters = uniform.parameters();
    for (int k = 0; k < factors.length; k++) {
      parameters[k] *= factors[k];
    }
    OdeProblem problem = uniform.withParameters(parameters);
    Gradient onDevice = gradient(method, problem, backend);
    Gradient onCpu = gradient(method, problem, new ScalarBackend());
    double bound = OF_THE_STEPS.contains(method.name()) ? 1e-11 : 1e-6;
    double error = Oracle.relativeError(onDevice.parameters(), onCpu.parameters());
    assertTrue(error <= bound, () -> "relative difference " + error);
    assertEquals(onCpu.loss(), onDevice.loss(), 1e-12 * onCpu.loss());
  }

  /** The products differ by roundings, which the steps multiply. */
  @Test
  void productsOfDenseMatricesGiveTheSameSensitivities() {
    SensitivityMethod dense =
        new ForwardSensitivity(
            new SymbolicDerivatives(),
            SensitivityOptions.defaults().withProducts(SensitivityOptions.Products.DENSE));
    double[] bySparse = gradient(new ForwardSensitivity(), document(3), backend).parameters();
    double[] byDense = gradient(dense, document(3), backend).parameters();
    assertTrue(Oracle.relativeError(byDense, bySparse) <= 1e-10);
  }

  @ParameterizedTest
  @MethodSource("org.stiffgrad.autodiff.DerivativeSources#all()")
  void everyDerivativeSourceWorks(DerivativeSource source) {
    SensitivityMethod method = new GaussAdjoint(source, SensitivityOptions.defaults());
    double[] found = gradient(method, document(3), backend).parameters();
    double error = Oracle.relativeError(found, Oracle.parameterGradient(3));
    assertTrue(error <= Oracle.publishedError(3), () -> "relative error " + error);
  }

  /** Between two accepted steps cross the outcome of the factorisation and the error's norm. */
  @Test
  void aStepCopiesOneIntegerAndOneNumber() {
    try (Workspace workspace = backend.newWorkspace()) {
      OdeSolver solver =
          new OdeSolver(
              document(5), new SymbolicDerivatives(), SolverOptions.defaults(), backend, workspace);
      TransferCounts[] first = new TransferCounts[1];
      TransferCounts[] last = new TransferCounts[1];
      SolverStatistics[] began = new SolverStatistics[1];
      solver.run(
          1,
          step -> {
            last[0] = backend.transfers();
            if (first[0] == null) {
              first[0] = last[0];
              began[0] = solver.statistics();
            }
          });
      TransferCounts copies = last[0].since(first[0]);
      SolverStatistics work = solver.statistics().since(began[0]);
      long attempts = work.accepted() + work.rejected();
      assertTrue(attempts > 10);
      assertEquals(0, copies.uploads());
      assertEquals(2 * attempts, copies.downloads(), 2);
      assertEquals(12 * attempts, copies.downloadedBytes(), 12);
    }
  }

  /**
   * Besides, the parameter integral's errors cross, and at loss times state and adjoint, in each
   * pass of a method.
   */
  @ParameterizedTest
  @MethodSource("exactMethods")
  void aGradientCopiesVectorsAtLossTimesOnly(SensitivityMethod method) {
    OdeProblem problem = document(3);
    int passes =
        method instanceof ForwardMode
            ? Math.ceilDiv(problem.parameterLength(), SensitivityOptions.LARGEST_CHUNK)
            : 1;
    gradient(method, problem, backend);
    TransferCounts before = backend.transfers();
    Gradient gradient = gradient(method, problem, backend);
    TransferCounts copies = backend.transfers().since(before);
    SolverStatistics work = gradient.statistics().forward().plus(gradient.statistics().reverse());
    long numbers = 4 * (work.accepted() + work.rejected());
    long vectors = passes * (3L * LOSS_TIMES + 4);
    long vectorBytes =
        8L * (vectors * problem.stateLength() + 2L * passes * problem.parameterLength());
    assertTrue(copies.downloads() <= numbers + vectors, copies::toString);
    assertTrue(copies.downloadedBytes() <= 8 * numbers + vectorBytes, copies::toString);
    assertTrue(copies.uploads() <= passes * (LOSS_TIMES + 4L), copies::toString);
  }

  @Test
  void manyGradientsHoldNoMoreThanOne() {
    gradient(new GaussAdjoint(), document(2), backend);
    long bytes = StandIn.live("bytes");
    for (int k = 0; k < 20; k++) {
      gradient(new GaussAdjoint(), document(2), backend);
      assertEquals(bytes, StandIn.live("bytes"));
    }
  }
}
