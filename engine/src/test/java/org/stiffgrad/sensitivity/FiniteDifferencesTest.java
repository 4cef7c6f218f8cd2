package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.Variables;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.Tableaus;

class FiniteDifferencesTest {
  private static final SolverOptions TIGHT =
      SolverOptions.defaults().withMethod(Tableaus.RODAS5P).withTolerances(1e-11, 1e-11);

  private static final OdeProblem BRUSSELATOR = OdeProblem.of(new Brusselator2d(), new Grid(2));

  private final ComputeBackend backend = Backends.open("scalar");

  @AfterEach
  void close() {
    backend.close();
  }

  private Gradient gradient(
      SensitivityOptions choices, OdeProblem problem, Objective objective, SolverOptions options) {
    Gradient gradient =
        new FiniteDifferences(new SymbolicDerivatives(), choices)
            .gradient(problem, objective, options, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  private double error(boolean extrapolated, SolverOptions options) {
    SensitivityOptions choices = SensitivityOptions.defaults().withExtrapolation(extrapolated);
    Gradient gradient = gradient(choices, BRUSSELATOR, GradientContract.documentLoss(), options);
    return Oracle.relativeError(gradient.parameters(), Oracle.parameterGradient(2));
  }

  /*
   * Relative to the gradient the noise over the step is 1e-13 / 6e-6 for central differences, and
   * 1e-13^(4/5) = 4e-11 when extrapolated; ten times as much is allowed.
   */
  @Test
  void extrapolationIsMoreAccurateAtTightTolerances() {
    SolverOptions options = TIGHT.withTolerances(1e-13, 1e-13);
    assertMoreAccurate(error(false, options), error(true, options), 4e-10);
  }

  /*
   * The steps are prescribed, and only rounding is left of the noise: some hundred eps after as
   * many steps, over s = 7e-4. The discrete solution itself is as accurate as its tolerance.
   */
  @Test
  void extrapolationIsMoreAccurateWithPrescribedSteps() {
    SolverOptions adaptive = TIGHT.withTolerances(1e-12, 1e-12);
    SolverOptions prescribed = adaptive.withStepTimes(steps(BRUSSELATOR, adaptive));
    assertMoreAccurate(error(false, prescribed), error(true, prescribed), 3e-10);
  }

  private static void assertMoreAccurate(double central, double extrapolated, double bound) {
    assertTrue(extrapolated <= bound, () -> "relative error " + extrapolated);
    assertTrue(10 * extrapolated <= central, () -> extrapolated + " against " + central);
  }

  private double[] steps(OdeProblem problem, SolverOptions options) {
    List<Double> ends = new ArrayList<>();
    try (Workspace workspace = backend.newWorkspace()) {
      OdeSolver solver =
          new OdeSolver(problem, new SymbolicDerivatives(), options, backend, workspace);
      solver.run(problem.span().end(), step -> ends.add(step.end()));
    }
    return ends.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** {@code u' = -p u}. */
  private static final class Decay implements OdeModel {
    @Override
    public String name() {
      return "decay";
    }

    @Override
    public List<String> components() {
      return List.of("u");
    }

    @Override
    public List<String> parameters() {
      return List.of("p");
    }

    @Override
    public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
      dudt[0] = v.parameter(0).times(v.state(0)).negate();
    }

    @Override
    public double initialValue(int component) {
      return 3;
    }

    @Override
    public double parameterValue(int parameter) {
      return 0.7;
    }
  }

  /* The gradient of point losses, two of them at one time, and of an integral, in closed form. */
  @Test
  void equalLossTimesAndIntegralsCount() {
    double u0 = 3;
    double p = 0.7;
    double end = 2;
    double[] times = {0, 1, 1, Math.nextUp(1.0), end};
    double expectedP = 0;
    double expectedU0 = 0;
    for (double t : times) {
      double decay = Math.exp(-p * t);
      expectedP += (u0 * decay - 1) * -t * u0 * decay;
      expectedU0 += (u0 * decay - 1) * decay;
    }
    /* The integral is T / 2 - u0 (1 - E) / p + u0^2 (1 - E^2) / (4 p), E = exp(-p T). */
    double e = Math.exp(-p * end);
    expectedP += u0 * ((1 - e) / (p * p) - end * e / p);
    expectedP += u0 * u0 * (end * e * e / (2 * p) - (1 - e * e) / (4 * p * p));
    expectedU0 += -(1 - e) / p + u0 * (1 - e * e) / (2 * p);
    Objective loss =
        Objective.sum(
            Objective.halfSquaredDistance(1, times),
            Objective.integral(RunningLoss.halfSquaredDistance(1)));
    OdeProblem problem = OdeProblem.of(new Decay()).over(0, end);
    /* The noise over the step, 1e-11 / 6e-6, and 1e-11^(4/5) = 2e-9, rounded up. */
    double[] bounds = {2e-6, 1e-8};
    for (boolean extrapolated : new boolean[] {false, true}) {
      SensitivityOptions choices =
          SensitivityOptions.defaults()
              .withInitialStateGradient(true)
              .withExtrapolation(extrapolated);
      Gradient gradient = gradient(choices, problem, loss, TIGHT);
      double bound = bounds[extrapolated ? 1 : 0];
      assertEquals(expectedP, gradient.parameters()[0], bound * Math.abs(expectedP));
      assertEquals(expectedU0, gradient.initialState()[0], bound * Math.abs(expectedU0));
    }
  }
}
