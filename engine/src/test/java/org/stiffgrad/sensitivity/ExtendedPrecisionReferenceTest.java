package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableaus;

class ExtendedPrecisionReferenceTest {
  /** A rounding of the low part, and some for the series. */
  private static final double PRECISION = 1e-29;

  private static void assertNear(String expected, ExtendedReal actual) {
    BigDecimal value = new BigDecimal(actual.high()).add(new BigDecimal(actual.low()));
    double error = value.subtract(new BigDecimal(expected)).doubleValue();
    assertEquals(0, error, PRECISION * Math.abs(actual.high()));
  }

  @Test
  void functionsHaveThirtyDigits() {
    ExtendedReal one = ExtendedReal.ONE;
    assertNear("2.7182818284590452353602874713526625", one.exp());
    assertNear("0.69314718055994530941723212145817657", ExtendedReal.of(2).log());
    assertNear("1.4142135623730950488016887242096981", ExtendedReal.of(2).sqrt());
    assertNear("2.8284271247461900976033774484193961", ExtendedReal.of(2).pow(1.5));
    assertNear("0.84147098480789650665250232163029900", one.sin());
    assertNear("-0.41614683654714238699756822950076219", ExtendedReal.of(2).cos());
    assertNear("0.76159415595576488811945828260479359", one.tanh());
    assertNear("0.33333333333333333333333333333333333", one.dividedBy(3));
  }

  /* A fifth-order method errs by the error constants, below a tenth, times (1/100)^5 = 1e-10. */
  @Test
  void tendsToTheReferenceGradientAsStepsShrink() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(2));
    double[] times = IntStream.rangeClosed(1, 100).mapToDouble(i -> i / 100.0).toArray();
    Objective loss = GradientContract.documentLoss();
    double[] gradient =
        ExtendedPrecisionReference.parameterGradient(problem, loss, Tableaus.RODAS5, times);
    double error = Oracle.relativeError(gradient, Oracle.parameterGradient(2));
    assertTrue(error < 1e-11, () -> "relative error " + error);
    double value = ExtendedPrecisionReference.loss(problem, loss, Tableaus.RODAS5, times);
    assertEquals(Oracle.loss(2), value, 1e-11 * value);
  }
}
