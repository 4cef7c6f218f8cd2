package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuadratureRuleTest {
  private static final double ROUNDING = 64 * Math.ulp(1.0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 15})
  void gaussLegendreIsExactUpToItsDegreeAndNoFurther(int points) {
    GaussLegendre rule = new GaussLegendre(points);
    for (int degree = 0; degree <= 2 * points; degree++) {
      double sum = 0;
      for (int i = 0; i < points; i++) {
        sum += rule.weight(i) * Math.pow(2 * rule.node(i) - 1, degree);
      }
      double error = Math.abs(sum - moment(degree));
      assertTrue(degree < 2 * points ? error < ROUNDING : error > 1e-10, "degree " + degree);
    }
  }

  /* Legendre coefficients of powers of x vanish below the degree and not at it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7})
  void coefficientsOfLowerDegreesVanish(int points) {
    GaussLegendre rule = new GaussLegendre(points);
    for (int degree = 0; degree < points; degree++) {
      for (int power = 0; power <= degree; power++) {
        double coefficient = 0;
        for (int i = 0; i < points; i++) {
          coefficient += rule.coefficientWeight(degree, i) * Math.pow(2 * rule.node(i) - 1, power);
        }
        double size = Math.abs(coefficient);
        assertTrue(power < degree ? size < ROUNDING : size > 1e-3, degree + ", " + power);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10})
  void kronrodIsExactUpToItsDegreeAndNoFurther(int gaussPoints) {
    GaussKronrod rule = new GaussKronrod(gaussPoints);
    /* By symmetry rules with an odd number of Gauss points gain a degree. */
    int exact = 3 * gaussPoints + 1 + gaussPoints % 2;
    for (int degree = 0; degree <= exact + 1; degree++) {
      double kronrod = 0;
      double gauss = 0;
      for (int i = 0; i < rule.points(); i++) {
        double power = Math.pow(2 * rule.node(i) - 1, degree);
        kronrod += rule.kronrodWeight(i) * power;
        gauss += rule.gaussWeight(i) * power;
      }
      double error = Math.abs(kronrod - moment(degree));
      assertTrue(
          degree <= exact ? error < ROUNDING : error > 10 * ROUNDING,
          "degree " + degree + ": " + error);
      if (degree < 2 * gaussPoints) {
        assertEquals(moment(degree), gauss, ROUNDING);
      }
    }
  }

  /** The mean of x^degree over [-1, 1]. */
  private static double moment(int degree) {
    return degree % 2 == 1 ? 0 : 1.0 / (degree + 1);
  }

  /** Values of QUADPACK (Piessens et al. 1983), routine qk15. */
  @Test
  void sevenPointsExtendToThePublishedFifteen() {
    GaussKronrod rule = new GaussKronrod(7);
    assertEquals(15, rule.points());
    assertEquals((1 + 0.991455371120812639206854697526329) / 2, rule.node(14), 4e-16);
    assertEquals((1 + 0.864864423359769072789712788640926) / 2, rule.node(12), 4e-16);
    assertEquals(0.022935322010529224963732008058970 / 2, rule.kronrodWeight(14), 1e-15);
    assertEquals(0.209482141084727828012999174891714 / 2, rule.kronrodWeight(7), 1e-15);
    assertEquals(0.417959183673469387755102040816327 / 2, rule.gaussWeight(7), 1e-15);
  }
}
