package org.stiffgrad.gpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.ForwardSensitivity;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Oracle;
import org.stiffgrad.sensitivity.ReverseMode;
import org.stiffgrad.sensitivity.SensitivityMethod;

/** Gradients by way of JCuda on the host stand-in; what lies above the binding is cuda's. */
class JCudaGradientTest {
  static List<SensitivityMethod> methods() {
    return List.of(new GaussAdjoint(), new ReverseMode(), new ForwardSensitivity());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void methodsMeetThePublishedAccuracy(SensitivityMethod method) {
    double[] times = IntStream.rangeClosed(0, 10).mapToDouble(i -> i / 10.0).toArray();
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    try (ComputeBackend backend = StandInBackend.openJCuda()) {
      double[] found =
          method
              .gradient(
                  problem,
                  Objective.halfSquaredDistance(1.0, times),
                  SolverOptions.defaults(),
                  backend)
              .parameters();
      double error = Oracle.relativeError(found, Oracle.parameterGradient(3));
      assertTrue(error <= Oracle.publishedError(3), () -> "relative error " + error);
    }
    StandIn.assertNothingLives();
  }
}
