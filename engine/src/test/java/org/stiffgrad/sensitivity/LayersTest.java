package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Robertson;
import org.stiffgrad.model.VanDerPol;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The continuous adjoints see thin layers: that of the solution behind the initial time, and those
 * of lambda before the loss times. Reverse mode, which has no interpolant, is the reference.
 */
class LayersTest {
  static List<SensitivityMethod> adjoints() {
    return List.of(
        new InterpolatingAdjoint(),
        new QuadratureAdjoint(),
        new GaussAdjoint(),
        new GaussKronrodAdjoint());
  }

  private static void assertAgreement(
      SensitivityMethod method,
      OdeProblem problem,
      Objective loss,
      SolverOptions options,
      double parameterBound,
      double stateBound) {
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient expected = new ReverseMode().gradient(problem, loss, options, backend);
      Gradient actual = method.gradient(problem, loss, options, backend);
      double[] p = problem.parameters();
      double parameters =
          Oracle.relativeError(scaled(actual.parameters(), p), scaled(expected.parameters(), p));
      double states = Oracle.relativeError(actual.initialState(), expected.initialState());
      assertTrue(parameters <= parameterBound, () -> method.name() + ", dG/dp: " + parameters);
      assertTrue(states <= stateBound, () -> method.name() + ", dG/du0: " + states);
    }
  }

  private static double[] scaled(double[] gradient, double[] p) {
    for (int i = 0; i < p.length; i++) {
      gradient[i] *= p[i];
    }
    return gradient;
  }

  /*
   * Both layers are of width epsilon = 1e-6, and share dG/depsilon between them: 0.2 to 0.9 of it is
   * lost with one of them. The interpolant of the state is off the slow manifold by up to the
   * tolerance, which 1/epsilon magnifies to 0.1 in f_p; its average over a step is smaller.
   */
  @ParameterizedTest
  @MethodSource("adjoints")
  void ofVanDerPolsOscillator(SensitivityMethod method) {
    assertAgreement(
        method,
        OdeProblem.of(new VanDerPol()).over(0, 0.4),
        Objective.halfSquaredDistance(1, 0.1, 0.25, 0.4),
        SolverOptions.defaults().withTolerances(1e-7, 1e-7),
        2e-2,
        1e-6);
  }

  /* The layers hold 1e-4 of the derivatives; ten tolerances are allowed. */
  @ParameterizedTest
  @MethodSource("adjoints")
  void ofRobertsonsReaction(SensitivityMethod method) {
    assertAgreement(
        method,
        OdeProblem.of(new Robertson()).over(0, 40),
        Objective.halfSquaredDistance(1, 10, 40),
        SolverOptions.defaults().withTolerances(1e-16, 1e-7),
        1e-6,
        1e-6);
  }
}
