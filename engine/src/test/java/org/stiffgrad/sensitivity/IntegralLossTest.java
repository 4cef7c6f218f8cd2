package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** Losses that are integrals, sums and weighted squares, by every continuous adjoint. */
class IntegralLossTest {
  private final ComputeBackend backend = Backends.open("scalar");

  @AfterEach
  void close() {
    backend.close();
  }

  static List<SensitivityMethod> adjoints() {
    return GradientContract.adjoints();
  }

  /** {@code g = (1 + t^2) sum_i (u_i - 1)^2 / 2 + cos(3 t) p_0 u_0 + sum_j p_j^2 / 100}. */
  static final class Mixed implements RunningLoss {
    @Override
    public double value(double t, double[] u, double[] p) {
      double distance = Arrays.stream(u).map(x -> (x - 1) * (x - 1)).sum();
      double penalty = Arrays.stream(p).map(x -> x * x).sum();
      return (1 + t * t) * distance / 2 + Math.cos(3 * t) * p[0] * u[0] + penalty / 100;
    }

    @Override
    public void stateGradient(double t, double[] u, double[] p, double[] result) {
      for (int i = 0; i < u.length; i++) {
        result[i] = (1 + t * t) * (u[i] - 1);
      }
      result[0] += Math.cos(3 * t) * p[0];
    }

    @Override
    public void addParameterGradient(
        double t, double factor, double[] u, double[] p, double[] result) {
      for (int j = 0; j < p.length; j++) {
        result[j] += factor * p[j] / 50;
      }
      result[0] += factor * Math.cos(3 * t) * u[0];
    }
  }

  /** A span over which the forcing switches on, and parameters that differ from cell to cell. */
  static OdeProblem problem() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(4)).over(0, 1.5);
    Random random = new Random(4);
    return problem.withParameters(
        Arrays.stream(problem.parameters())
            .map(x -> x * (1 + 0.2 * random.nextDouble()))
            .toArray());
  }

  private static Objective weightedSquares(int states) {
    Random random = new Random(5);
    double[] times = {0, 0.3, 0.3, 1.1, 1.5};
    double[][] data = new double[times.length][states];
    double[][] weights = new double[times.length][states];
    for (int k = 0; k < times.length; k++) {
      Arrays.setAll(data[k], i -> 2 * random.nextDouble());
      Arrays.setAll(weights[k], i -> random.nextDouble());
    }
    return Objective.weightedLeastSquares(times, data, weights);
  }

  @ParameterizedTest
  @MethodSource("adjoints")
  void anIntegralAgreesWithDifferences(SensitivityMethod method) {
    DirectionalDifferences.assertAgreement(
        method, problem(), Objective.integral(new Mixed()), backend);
  }

  @ParameterizedTest
  @MethodSource("adjoints")
  void aSumOfAnIntegralAndPointsAgreesWithDifferences(SensitivityMethod method) {
    OdeProblem problem = problem();
    Objective sum =
        Objective.sum(
            weightedSquares(problem.stateLength()),
            Objective.sum(
                Objective.integral(new Mixed()), Objective.halfSquaredDistance(0.5, 0.7, 1.5)));
    DirectionalDifferences.assertAgreement(method, problem, sum, backend);
  }

  @ParameterizedTest
  @MethodSource("adjoints")
  void weightedSquaresAgreeWithDifferences(SensitivityMethod method) {
    OdeProblem problem = problem();
    DirectionalDifferences.assertAgreement(
        method, problem, weightedSquares(problem.stateLength()), backend);
  }

  static List<Tableau> tableaus() {
    return Tableaus.all();
  }

  /*
   * Methods of order 2 and 3 take thousands of steps at tight tolerances; 1e-6 over a few tens to
   * hundreds of steps leaves 1e-4.
   */
  @ParameterizedTest
  @MethodSource("tableaus")
  void everyTableauIntegratesTheAugmentedAdjoint(Tableau tableau) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    Objective loss =
        Objective.sum(Objective.integral(new Mixed()), Objective.halfSquaredDistance(0.5, 0.7, 1));
    Gradient reference =
        new GaussAdjoint().gradient(problem, loss, DirectionalDifferences.TIGHT, backend);
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-6, 1e-6).withMethod(tableau);
    Gradient gradient = new InterpolatingAdjoint().gradient(problem, loss, options, backend);
    double error = Oracle.relativeError(gradient.parameters(), reference.parameters());
    assertTrue(error < 1e-4, () -> "relative error " + error);
  }

  /* Lambda stays zero throughout. */
  @Test
  void anIntegralOfTheParametersAloneIsExact() {
    RunningLoss penalty =
        new RunningLoss() {
          @Override
          public double value(double t, double[] u, double[] p) {
            return Arrays.stream(p).sum();
          }

          @Override
          public void stateGradient(double t, double[] u, double[] p, double[] result) {
            Arrays.fill(result, 0);
          }

          @Override
          public void addParameterGradient(
              double t, double factor, double[] u, double[] p, double[] result) {
            for (int j = 0; j < p.length; j++) {
              result[j] += factor;
            }
          }
        };
    OdeProblem problem = problem();
    double rounding = 1e-12;
    for (SensitivityMethod method : adjoints()) {
      Gradient gradient =
          method.gradient(problem, Objective.integral(penalty), SolverOptions.defaults(), backend);
      for (double g : gradient.parameters()) {
        assertEquals(1.5, g, rounding, method.name());
      }
      assertTrue(Arrays.stream(gradient.initialState()).allMatch(g -> g == 0), method.name());
    }
  }
}
