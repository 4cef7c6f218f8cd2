package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.autodiff.DualDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** Every source of derivatives gives the gradient of the document's problem. */
class DerivativeSourceGradientTest {
  static Stream<DerivativeSource> sources() {
    return Stream.concat(DerivativeSources.all().stream(), Stream.of(DualDerivatives.dense()));
  }

  private static double error(DerivativeSource source, int n, SolverOptions options) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient gradient =
          new GaussAdjoint(source, SensitivityOptions.defaults())
              .gradient(problem, GradientContract.documentLoss(), options, backend);
      assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
      return Oracle.relativeError(gradient.parameters(), Oracle.parameterGradient(n));
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void meetsThePublishedAccuracy(DerivativeSource source) {
    double three = error(source, 3, SolverOptions.defaults());
    double five = error(source, 5, SolverOptions.defaults());
    assertTrue(three <= Oracle.publishedError(3), () -> source.name() + ": " + three);
    assertTrue(five <= Oracle.publishedError(5), () -> source.name() + ": " + five);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void convergesToTheReference(DerivativeSource source) {
    double error = error(source, 3, SolverOptions.defaults().withTolerances(1e-11, 1e-11));
    assertTrue(error < 1e-8, () -> source.name() + ": " + error);
  }
}
