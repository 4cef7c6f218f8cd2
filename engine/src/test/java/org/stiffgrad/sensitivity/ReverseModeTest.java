package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.autodiff.UserDerivatives;
import org.stiffgrad.backend.ArtificialModel2d;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.RosenbrockTableau;
import org.stiffgrad.tableau.RungeKuttaTableau;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

class ReverseModeTest {
  private static final DerivativeSource SYMBOLIC = new SymbolicDerivatives();
  private static final SensitivityOptions OPTIONS = SensitivityOptions.defaults();
  private static final SolverOptions SOLVER = SolverOptions.defaults();

  private ComputeBackend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("scalar");
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private Gradient gradient(
      SensitivityMethod method, OdeProblem problem, Objective loss, SolverOptions solver) {
    Gradient gradient = method.gradient(problem, loss, solver, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  private Gradient reverse(
      SensitivityOptions options, OdeProblem problem, Objective loss, SolverOptions solver) {
    return gradient(new ReverseMode(SYMBOLIC, options), problem, loss, solver);
  }

  private static void assertNear(double bound, double[] actual, double[] expected) {
    double error = Oracle.relativeError(actual, expected);
    assertTrue(error <= bound, () -> "relative error " + error);
  }

  /** An integrand that depends on everything. */
  private static final class Running implements RunningLoss {
    @Override
    public double value(double t, double[] u, double[] p) {
      return Math.cos(t) * Arrays.stream(u).map(z -> z * z / 2).sum() + p[0] * p[0] * t * u[0];
    }

    @Override
    public void stateGradient(double t, double[] u, double[] p, double[] result) {
      Arrays.setAll(result, i -> Math.cos(t) * u[i]);
      result[0] += p[0] * p[0] * t;
    }

    @Override
    public void addParameterGradient(
        double t, double factor, double[] u, double[] p, double[] result) {
      result[0] += factor * 2 * p[0] * t * u[0];
    }
  }

  /** Point losses at both ends, at a jump, twice at once and an ulp apart, and an integral. */
  private static Objective loss() {
    return Objective.sum(
        Objective.halfSquaredDistance(0.5, 1.05, 1.063, 1.1, 1.1, 1.125, Math.nextUp(1.125), 1.15),
        Objective.integral(new Running()));
  }

  /** Non-uniform data, over a span in which the forcing of the Brusselator switches on. */
  private static OdeProblem perturbed(StencilModel model, int n) {
    Random random = new Random(20261122);
    OdeProblem problem = OdeProblem.of(model, new Grid(n)).over(1.05, 1.15);
    double[] p = problem.parameters();
    double[] u = problem.initialState();
    Arrays.setAll(p, i -> p[i] * (1 + 0.2 * random.nextDouble()));
    Arrays.setAll(u, i -> u[i] + 0.2 * random.nextDouble());
    return problem.withParameters(p).withInitialState(u);
  }

  /** Steps of several sizes that end at the switch; explicit methods take eight for each. */
  private static double[] steps(Tableau method) {
    double[] coarse = {1.05, 1.075, 1.1, 1.12, 1.15};
    int parts = method instanceof RungeKuttaTableau ? 8 : 1;
    DoubleStream.Builder fine = DoubleStream.builder();
    for (int k = 1; k < coarse.length; k++) {
      for (int i = 1; i < parts; i++) {
        fine.add(coarse[k - 1] + (coarse[k] - coarse[k - 1]) * i / parts);
      }
      fine.add(coarse[k]);
    }
    return fine.build().toArray();
  }

  static List<Arguments> discretizations() {
    List<Arguments> cases = new ArrayList<>();
    for (Tableau method :
        List.of(
            Tableaus.RODAS5,
            Tableaus.RODAS5P,
            Tableaus.ROSENBROCK23,
            Tableaus.RODAS4,
            Tableaus.TSIT5)) {
      cases.add(Arguments.of(method, new Brusselator2d(), 4));
      cases.add(Arguments.of(method, new GrayScott2d(), 3));
      cases.add(Arguments.of(method, new ArtificialModel2d(), 3));
    }
    return cases;
  }

  /* Both differentiate the same sums; what is left is the rounding of some thousand operations. */
  @ParameterizedTest
  @MethodSource("discretizations")
  void equalsForwardModeOnTheSameSteps(Tableau method, StencilModel model, int n) {
    OdeProblem problem = perturbed(model, n);
    SolverOptions solver = SOLVER.withMethod(method).withStepTimes(steps(method));
    Gradient reverse = reverse(OPTIONS, problem, loss(), solver);
    Gradient forward =
        gradient(
            new ForwardMode(SYMBOLIC, OPTIONS.withInitialStateGradient(true)),
            problem,
            loss(),
            solver);
    assertEquals(forward.loss(), reverse.loss(), 1e-13 * Math.abs(forward.loss()));
    assertNear(1e-12, reverse.parameters(), forward.parameters());
    assertNear(1e-12, reverse.initialState(), forward.initialState());
  }

  /* The differences err by far less; see ExtendedPrecisionReference. They are slow: the smallest grid
  on which the forcing acts for two methods, and the smallest grid of all for the others. */
  @ParameterizedTest
  @MethodSource("discretizations")
  void equalsDifferencesOfTheDiscreteSolutionInExtendedPrecision(
      Tableau method, StencilModel model, int n) {
    boolean large = model instanceof Brusselator2d && implicitAndExplicit().contains(method);
    OdeProblem problem = perturbed(model, large ? n : 2);
    double[] steps = steps(method);
    Gradient gradient =
        reverse(OPTIONS, problem, loss(), SOLVER.withMethod(method).withStepTimes(steps));
    assertNear(
        1e-9,
        gradient.parameters(),
        ExtendedPrecisionReference.parameterGradient(problem, loss(), method, steps));
    assertNear(
        1e-9,
        gradient.initialState(),
        ExtendedPrecisionReference.initialStateGradient(problem, loss(), method, steps));
  }

  static List<Tableau> implicitAndExplicit() {
    return List.of(Tableaus.RODAS5, Tableaus.TSIT5);
  }

  /** A run over the switch with adaptive steps, and what its steps take. */
  private final class Budgets {
    final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(4)).over(0.7, 1.4);
    final Objective loss =
        Objective.sum(
            Objective.halfSquaredDistance(1.0, 0.7, 0.9, 1.1, 1.25, 1.4),
            Objective.integral(new Running()));
    final SolverOptions solver;
    final Gradient everything;
    final int steps;
    final long stateBytes;
    final long stepBytes;
    final long factorBytes;

    Budgets(Tableau method) {
      solver = SOLVER.withMethod(method);
      everything = reverse(OPTIONS, problem, loss, solver);
      steps = (int) everything.statistics().forward().accepted();
      stateBytes = 8L * problem.stateLength();
      stepBytes = stateBytes * (1 + method.stages());
      factorBytes = method instanceof RosenbrockTableau ? factorBytes(problem.stateLength()) : 0;
    }

    /** A gradient under other options, the same to the last bit. */
    SensitivityStatistics statistics(SensitivityOptions options) {
      Gradient gradient = reverse(options, problem, loss, solver);
      assertEquals(everything.loss(), gradient.loss());
      assertArrayEquals(everything.parameters(), gradient.parameters());
      assertArrayEquals(everything.initialState(), gradient.initialState());
      assertEquals(everything.statistics().forward(), gradient.statistics().forward());
      return gradient.statistics();
    }

    SolverStatistics reverseWork(SensitivityOptions options) {
      return statistics(options).reverse();
    }
  }

  @ParameterizedTest
  @MethodSource("implicitAndExplicit")
  void whatIsKeptChangesNoBitOfTheGradient(Tableau method) {
    Budgets budgets = new Budgets(method);
    int steps = budgets.steps;
    long withFactors = steps * (budgets.stepBytes + budgets.factorBytes);
    long withoutFactors = steps * budgets.stepBytes;
    SolverStatistics kept = budgets.reverseWork(OPTIONS.withMemoryBudget(withFactors));
    assertEquals(0, kept.factorizations());
    assertEquals(0, kept.resolved());
    assertEquals(steps, kept.accepted());

    boolean implicit = method instanceof RosenbrockTableau;
    /* The factors of the last step are still there. */
    long again = implicit ? steps - 1 : 0;
    SolverStatistics dropped = budgets.reverseWork(OPTIONS.withMemoryBudget(withFactors - 1));
    assertEquals(again, dropped.factorizations());
    for (SensitivityOptions options :
        List.of(
            OPTIONS.withMemoryBudget(withoutFactors),
            OPTIONS.withKeptFactors(false),
            OPTIONS.withKeptFactors(false).withMemoryBudget(withoutFactors))) {
      SolverStatistics work = budgets.reverseWork(options);
      assertEquals(again, work.factorizations());
      assertEquals(again, work.jacobians());
      assertEquals(0, work.resolved());
    }
    assertEquals(
        steps - 1, budgets.reverseWork(OPTIONS.withMemoryBudget(withoutFactors - 1)).resolved());
  }

  @ParameterizedTest
  @MethodSource("implicitAndExplicit")
  void stepsTakenAgainFollowTheBinomialSchedule(Tableau method) {
    Budgets budgets = new Budgets(method);
    int steps = budgets.steps;
    long bytesOfOneState = 0;
    for (int states : new int[] {1, 2, 3, 5, 20, steps - 1, steps}) {
      long budget = budgets.stepBytes + states * budgets.stateBytes;
      SensitivityStatistics statistics = budgets.statistics(OPTIONS.withMemoryBudget(budget));
      long resolved = statistics.reverse().resolved();
      /* Each step but the last is taken once more to be reversed. */
      long optimum = BinomialSchedule.advances(steps, states) + steps - 1;
      assertTrue(resolved <= optimum, () -> resolved + " > " + optimum);
      if (states == 1) {
        bytesOfOneState = statistics.bytes();
      }
      if (states == 1 || states == steps) {
        assertEquals(BinomialSchedule.advances(steps, states), resolved);
      }
      long more = statistics.bytes() - bytesOfOneState;
      assertTrue(more <= (states - 1) * budgets.stateBytes, () -> more + " for " + states);
    }
  }

  @Test
  void aBudgetTooSmallForOneStepAndOneStateIsRefused() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    /* Nine vectors of 18 numbers for a step of Rodas5, and one for the state. */
    long least = 10 * 18 * 8;
    reverse(OPTIONS.withMemoryBudget(least), problem, GradientContract.documentLoss(), SOLVER);
    ReverseMode method = new ReverseMode(SYMBOLIC, OPTIONS.withMemoryBudget(least - 1));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> method.gradient(problem, GradientContract.documentLoss(), SOLVER, backend));
    assertEquals(
        "The memory budget is 1439 bytes; reverse mode needs at least 1440, for one step of 8 stages and one checkpoint of 18 states.",
        refusal.getMessage());
  }

  /** A matrix of numbers, and one row interchange for each of its columns. */
  private static long factorBytes(long order) {
    return order * order * Double.BYTES + order * Integer.BYTES;
  }

  @Test
  void countsTheBytesOfEverythingKept() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(5));
    Gradient kept = reverse(OPTIONS, problem, GradientContract.documentLoss(), SOLVER);
    Gradient dropped =
        reverse(OPTIONS.withKeptFactors(false), problem, GradientContract.documentLoss(), SOLVER);
    long steps = kept.statistics().forward().accepted();
    /* Where one always factors serves the first step. */
    assertEquals(
        (steps - 1) * factorBytes(50), kept.statistics().bytes() - dropped.statistics().bytes());
  }

  @Test
  void countsSolvesAndProducts() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    Gradient gradient = reverse(OPTIONS, problem, GradientContract.documentLoss(), SOLVER);
    long steps = gradient.statistics().forward().accepted();
    SolverStatistics reverse = gradient.statistics().reverse();
    assertEquals(8 * steps, reverse.solves());
    /* Of each stage J^T z, f_p^T z and the two second-order products. */
    assertEquals(32 * steps, reverse.vectorJacobianProducts());
    assertTrue(Double.isNaN(gradient.statistics().integralError()));
  }

  @Test
  void anotherSourceOfDerivativesGivesTheSameGradient() {
    OdeProblem problem = perturbed(new Brusselator2d(), 4);
    SolverOptions solver = SOLVER.withStepTimes(steps(SOLVER.method()));
    Gradient symbolic = reverse(OPTIONS, problem, loss(), solver);
    Gradient user =
        gradient(new ReverseMode(new UserDerivatives(), OPTIONS), problem, loss(), solver);
    assertNear(1e-12, user.parameters(), symbolic.parameters());
    assertNear(1e-12, user.initialState(), symbolic.initialState());
  }

  @Test
  void aLossAtTheStartAloneNeedsNoStep() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    Gradient gradient = reverse(OPTIONS, problem, Objective.halfSquaredDistance(1, 0), SOLVER);
    double[] u = problem.initialState();
    assertArrayEquals(new double[problem.parameterLength()], gradient.parameters());
    assertArrayEquals(Arrays.stream(u).map(z -> z - 1).toArray(), gradient.initialState());
  }

  /* A step of 1e-310, over which 1/h overflows, changes no state by as much as its rounding. */
  @Test
  void aStepThatStandsStillPassesTheGradientOn() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    Objective loss = Objective.halfSquaredDistance(1, 0, 1e-310, 0.1);
    double[] steps = {1e-310, 0.02, 0.05, 0.1};
    for (boolean keep : new boolean[] {true, false}) {
      SensitivityOptions options = OPTIONS.withKeptFactors(keep);
      Gradient still = reverse(options, problem, loss, SOLVER.withStepTimes(steps));
      Gradient without =
          reverse(
              options,
              problem,
              Objective.halfSquaredDistance(1, 0, 0, 0.1),
              SOLVER.withStepTimes(Arrays.copyOfRange(steps, 1, 4)));
      assertArrayEquals(without.parameters(), still.parameters());
      assertArrayEquals(without.initialState(), still.initialState());
    }
  }

  @Test
  void interruptionDuringTheReversePassYieldsNoGradient() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    RunningLoss interrupting =
        new RunningLoss() {
          @Override
          public double value(double t, double[] state, double[] parameters) {
            if (t < 0.5) {
              Thread.currentThread().interrupt();
            }
            return 0;
          }

          @Override
          public void stateGradient(
              double t, double[] state, double[] parameters, double[] result) {}
        };
    Gradient gradient =
        new ReverseMode().gradient(problem, Objective.integral(interrupting), SOLVER, backend);
    assertTrue(Thread.interrupted());
    assertEquals(Termination.INTERRUPTED, gradient.termination());
    assertTrue(gradient.message().startsWith("The reverse pass ended at t = 0."));
  }
}
