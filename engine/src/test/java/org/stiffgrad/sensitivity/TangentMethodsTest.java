package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.InsufficientMemoryException;
import org.stiffgrad.integrate.IncompleteSolutionException;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.Variables;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

class TangentMethodsTest {
  private static final double[] STEP_TIMES = {
    0.01, 0.03, 0.08, 0.2, 0.4, 0.75, 1.1, 1.35, 1.75, 2.05, 2.5
  };

  /* Rounding errors of the engine, magnified by the stiffness; the reference errs by 1e-15. */
  private static final double ROUNDING = 1e-11;

  private final ComputeBackend backend = Backends.open("scalar");
  private final SymbolicDerivatives derivatives = new SymbolicDerivatives();

  @AfterEach
  void close() {
    backend.close();
  }

  /**
   * {@code u' = -a (u - cos(b t)) + u v, v' = -exp(-a t) u^2 - v + d (1 + u [t >= 1.1])}: smooth in
   * time but for one jump.
   */
  private static final class Driven implements OdeModel {
    @Override
    public String name() {
      return "driven";
    }

    @Override
    public List<String> components() {
      return List.of("u", "v");
    }

    @Override
    public List<String> parameters() {
      return List.of("a", "b", "d");
    }

    @Override
    public <T extends Scalar<T>> void rightHandSide(Variables<T> x, T[] dudt) {
      T a = x.parameter(0);
      T forcing = x.parameter(1).times(x.t()).cos();
      T decay = a.times(x.t()).negate().exp();
      T u = x.state(0);
      T v = x.state(1);
      dudt[0] = u.times(v).minus(a.times(u.minus(forcing)));
      T switched = x.constant(1.1).ifAtMost(x.t(), u.plus(1), x.constant(1));
      dudt[1] = x.parameter(2).times(switched).minus(decay.times(u.square())).minus(v);
    }

    @Override
    public double[] discontinuityTimes() {
      return new double[] {1.1};
    }

    @Override
    public double initialValue(int component) {
      return 0.5;
    }

    @Override
    public double parameterValue(int parameter) {
      return 1 + 0.3 * parameter;
    }
  }

  private static OdeProblem brusselator() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(2)).over(0, 2.5);
    Random random = new Random(1);
    return problem
        .withParameters(
            Arrays.stream(problem.parameters()).map(x -> x + random.nextDouble()).toArray())
        .withInitialState(random.doubles(problem.stateLength(), 0.5, 2).toArray());
  }

  /** Depends on the state, the parameters and time; quadratic in the state. */
  private static final RunningLoss INTEGRAND =
      new RunningLoss() {
        @Override
        public double value(double t, double[] state, double[] parameters) {
          return (1 + t) * state[0] * state[1] + parameters[0] * state[1];
        }

        @Override
        public void stateGradient(double t, double[] state, double[] parameters, double[] result) {
          Arrays.fill(result, 0);
          result[0] = (1 + t) * state[1];
          result[1] = (1 + t) * state[0] + parameters[0];
        }

        @Override
        public void addParameterGradient(
            double t, double factor, double[] state, double[] parameters, double[] result) {
          result[0] += factor * state[1];
        }
      };

  private static Objective leastSquares(OdeProblem problem) {
    double[] times = {0, 0, 0.05, 0.6, 1.1, 1.1, 2};
    Random random = new Random(7);
    double[][] data = new double[times.length][];
    double[][] weights = new double[times.length][];
    for (int k = 0; k < times.length; k++) {
      data[k] = random.doubles(problem.stateLength()).toArray();
      weights[k] = random.doubles(problem.stateLength()).toArray();
    }
    return Objective.weightedLeastSquares(times, data, weights);
  }

  static Stream<Arguments> discreteSolutions() {
    OdeProblem driven = OdeProblem.of(new Driven()).over(0, 2.5);
    OdeProblem grayScott = OdeProblem.of(new GrayScott2d(), new Grid(2)).over(0, 2.5);
    return Stream.of(
        Arguments.of(brusselator(), Tableaus.RODAS5),
        Arguments.of(brusselator(), Tableaus.RODAS5P),
        Arguments.of(brusselator(), Tableaus.ROSENBROCK23),
        Arguments.of(driven, Tableaus.RODAS5),
        Arguments.of(driven, Tableaus.RODAS4),
        Arguments.of(driven, Tableaus.TSIT5),
        Arguments.of(grayScott, Tableaus.TSIT5));
  }

  @ParameterizedTest
  @MethodSource("discreteSolutions")
  void isTheDerivativeOfTheDiscreteSolution(OdeProblem problem, Tableau tableau) {
    Objective loss = Objective.sum(leastSquares(problem), Objective.integral(INTEGRAND));
    double[] parameters =
        ExtendedPrecisionReference.parameterGradient(problem, loss, tableau, STEP_TIMES);
    double[] initialState =
        ExtendedPrecisionReference.initialStateGradient(problem, loss, tableau, STEP_TIMES);
    double value = ExtendedPrecisionReference.loss(problem, loss, tableau, STEP_TIMES);
    SensitivityOptions options = SensitivityOptions.defaults().withInitialStateGradient(true);
    SolverOptions solver = SolverOptions.defaults().withMethod(tableau).withStepTimes(STEP_TIMES);
    for (SensitivityMethod method :
        List.of(
            new ForwardMode(derivatives, options), new ForwardSensitivity(derivatives, options))) {
      Gradient gradient = method.gradient(problem, loss, solver, backend);
      assertEquals(value, gradient.loss(), ROUNDING * Math.abs(value));
      double error = Oracle.relativeError(gradient.parameters(), parameters);
      assertTrue(error < ROUNDING, () -> method.name() + ": " + error);
      double initialError = Oracle.relativeError(gradient.initialState(), initialState);
      assertTrue(initialError < ROUNDING, () -> method.name() + ": " + initialError);
    }
  }

  /* The same derivative of the same numbers, summed in another order. */
  @ParameterizedTest
  @MethodSource("discreteSolutions")
  void isWhatReverseModeComputes(OdeProblem problem, Tableau tableau) {
    Objective loss = Objective.sum(leastSquares(problem), Objective.integral(INTEGRAND));
    SensitivityOptions options = SensitivityOptions.defaults().withInitialStateGradient(true);
    SolverOptions solver = SolverOptions.defaults().withMethod(tableau).withStepTimes(STEP_TIMES);
    Gradient forward =
        new ForwardMode(derivatives, options).gradient(problem, loss, solver, backend);
    Gradient reverse =
        new ReverseMode(derivatives, options).gradient(problem, loss, solver, backend);
    double error = Oracle.relativeError(reverse.parameters(), forward.parameters());
    assertTrue(error < 1e-12, () -> "parameters: " + error);
    double initialError = Oracle.relativeError(reverse.initialState(), forward.initialState());
    assertTrue(initialError < 1e-12, () -> "initial state: " + initialError);
  }

  static List<DerivativeSource> sources() {
    return DerivativeSources.all();
  }

  /* The second derivatives of the source by differences are documented as good to 5e-7. */
  @ParameterizedTest
  @MethodSource("sources")
  void everyDerivativeSourceGivesTheSame(DerivativeSource source) {
    SensitivityOptions options = SensitivityOptions.defaults().withInitialStateGradient(true);
    OdeProblem problem = brusselator();
    Objective loss = leastSquares(problem);
    SolverOptions solver =
        SolverOptions.defaults().withStepTimes(0.01, 0.05, 0.2, 0.5, 1.1, 1.5, 2);
    Gradient symbolic =
        new ForwardMode(derivatives, options).gradient(problem, loss, solver, backend);
    Gradient gradient = new ForwardMode(source, options).gradient(problem, loss, solver, backend);
    double bound = source.name().equals("finite-differences") ? 1e-6 : ROUNDING;
    double error = Oracle.relativeError(gradient.parameters(), symbolic.parameters());
    double initialError = Oracle.relativeError(gradient.initialState(), symbolic.initialState());
    assertTrue(error < bound, () -> source.name() + ": " + error);
    assertTrue(initialError < bound, () -> source.name() + ": " + initialError);
  }

  /**
   * From u = 2 and with a = 1 either {@code u' = a u^2}, infinite at t = 1 / 2, or {@code u' =
   * -sqrt(a - 1) u}, whose derivative in a is infinite while u is constant.
   */
  private record OneEquation(boolean blowsUp) implements OdeModel {
    @Override
    public String name() {
      return "one-equation";
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
    public <T extends Scalar<T>> void rightHandSide(Variables<T> x, T[] dudt) {
      T a = x.parameter(0);
      T u = x.state(0);
      dudt[0] = blowsUp ? a.times(u.square()) : a.minus(1).sqrt().times(u).negate();
    }

    @Override
    public double initialValue(int component) {
      return 2;
    }

    @Override
    public double parameterValue(int parameter) {
      return 1;
    }
  }

  private static List<SensitivityMethod> methods(SensitivityOptions.ErrorNorm norm) {
    SensitivityOptions options = SensitivityOptions.defaults().withErrorNorm(norm);
    SymbolicDerivatives symbolic = new SymbolicDerivatives();
    return List.of(new ForwardMode(symbolic, options), new ForwardSensitivity(symbolic, options));
  }

  @ParameterizedTest
  @EnumSource(SensitivityOptions.ErrorNorm.class)
  void aSolutionOrDerivativeThatIsNotFiniteYieldsNoGradient(SensitivityOptions.ErrorNorm norm) {
    Objective loss = Objective.halfSquaredDistance(1, 0.25, 0.75);
    for (boolean blowsUp : new boolean[] {false, true}) {
      OdeProblem problem = OdeProblem.of(new OneEquation(blowsUp));
      for (SensitivityMethod method : methods(norm)) {
        Gradient gradient = method.gradient(problem, loss, SolverOptions.defaults(), backend);
        assertTrue(
            gradient.termination() == Termination.NON_FINITE_STATE
                || gradient.termination() == Termination.STEP_SIZE_UNDERFLOW,
            gradient::message);
        assertThrows(IncompleteSolutionException.class, gradient::parameters);
        if (blowsUp) {
          assertTrue(gradient.message().contains("t = 0.4999"), gradient::message);
        }
      }
    }
  }

  @Test
  void incompleteSensitivitiesAreRefused() {
    ForwardSensitivity method = new ForwardSensitivity();
    double[] times = {0.25, 0.75};
    SolverOptions options = SolverOptions.defaults();
    for (SensitivitySolution solution :
        List.of(
            method.solve(OdeProblem.of(new OneEquation(true)), times, options, backend),
            method.solve(OdeProblem.of(new OneEquation(false)), times, options, backend),
            method.solve(brusselator(), times, options.withMaxSteps(4), backend))) {
      assertNotEquals(Termination.SUCCESS, solution.termination());
      assertTrue(solution.reachedTime() < 0.75);
      assertThrows(IncompleteSolutionException.class, () -> solution.state(0));
      assertThrows(IncompleteSolutionException.class, () -> solution.parameterSensitivity(0));
    }
  }

  @Test
  void initialStateSensitivitiesAreRefusedUnlessTheyWereAskedFor() {
    SensitivitySolution solution =
        new ForwardSensitivity()
            .solve(brusselator(), new double[] {0.5}, SolverOptions.defaults(), backend);
    assertThrows(IllegalStateException.class, () -> solution.initialStateSensitivity(0));
    Gradient gradient =
        new ForwardMode()
            .gradient(
                brusselator(),
                Objective.halfSquaredDistance(1, 0.5),
                SolverOptions.defaults(),
                backend);
    assertThrows(IllegalStateException.class, gradient::initialState);
  }

  /** 20 000 states times 40 000 parameters take 6.4 GB for each of some twenty arrays. */
  @Test
  void sensitivitiesThatDoNotFitAreRefused() {
    OdeProblem large = OdeProblem.of(new Brusselator2d(), new Grid(100));
    Objective loss = Objective.halfSquaredDistance(1, 0.5);
    assertThrows(
        InsufficientMemoryException.class,
        () -> new ForwardSensitivity().gradient(large, loss, SolverOptions.defaults(), backend));
  }

  /** {@code u' = -u}: there is no direction at all. */
  private static final class WithoutParameters implements OdeModel {
    @Override
    public String name() {
      return "without-parameters";
    }

    @Override
    public List<String> components() {
      return List.of("u");
    }

    @Override
    public List<String> parameters() {
      return List.of();
    }

    @Override
    public <T extends Scalar<T>> void rightHandSide(Variables<T> x, T[] dudt) {
      dudt[0] = x.state(0).negate();
    }

    @Override
    public double initialValue(int component) {
      return 1;
    }

    @Override
    public double parameterValue(int parameter) {
      throw new IndexOutOfBoundsException(parameter);
    }
  }

  @Test
  void aModelWithoutParametersHasALossAndAnInitialStateGradient() {
    OdeProblem problem = OdeProblem.of(new WithoutParameters());
    Objective loss = Objective.halfSquaredDistance(0, 1);
    SolverOptions tight = SolverOptions.defaults().withTolerances(1e-11, 1e-11);
    /* G = exp(-2)/2 and dG/du0 = exp(-2), to ten times the tolerance. */
    for (boolean initialState : new boolean[] {false, true}) {
      SensitivityOptions options =
          SensitivityOptions.defaults().withInitialStateGradient(initialState);
      Gradient gradient =
          new ForwardMode(derivatives, options).gradient(problem, loss, tight, backend);
      assertEquals(Math.exp(-2) / 2, gradient.loss(), 1e-10);
      assertEquals(0, gradient.parameters().length);
      if (initialState) {
        assertEquals(Math.exp(-2), gradient.initialState()[0], 1e-10);
      }
    }
  }
}
