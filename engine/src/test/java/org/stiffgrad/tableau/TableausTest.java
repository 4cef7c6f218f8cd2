package org.stiffgrad.tableau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TableausTest {

  static List<Tableau> tableaus() {
    return Tableaus.all();
  }

  static List<RosenbrockTableau> rosenbrockTableaus() {
    return List.of(Tableaus.RODAS5, Tableaus.RODAS5P, Tableaus.RODAS4, Tableaus.ROSENBROCK23);
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void isFoundByItsName(Tableau tableau) {
    assertSame(tableau, Tableaus.named(tableau.name()));
    assertFalse(tableau.citation().isBlank());
  }

  @ParameterizedTest
  @CsvSource({
    "rodas6, rodas5",
    "Rodas5P, rodas5p",
    "rodas, rodas5",
    "rosenbrok, rosenbrock23",
    "tsit, tsit5"
  })
  void unknownNameIsAnErrorThatNamesTheNearest(String name, String nearest) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Tableaus.named(name));
    assertEquals(
        "There is no one-step method named '"
            + name
            + "'; did you mean "
            + nearest
            + "? The known ones are rodas5, rodas5p, rodas4, rosenbrock23, tsit5.",
        error.getMessage());
  }

  @Test
  void listIsImmutable() {
    assertThrows(UnsupportedOperationException.class, () -> Tableaus.all().clear());
  }

  @Test
  void derivedFlags() {
    assertTrue(Tableaus.TSIT5.firstSameAsLast());
    assertTrue(Tableaus.ROSENBROCK23.firstSameAsLast());
    assertFalse(Tableaus.RODAS5.firstSameAsLast());
    assertTrue(Tableaus.RODAS5.stifflyAccurate());
    assertTrue(Tableaus.RODAS5P.stifflyAccurate());
    assertTrue(Tableaus.RODAS4.stifflyAccurate());
    assertFalse(Tableaus.ROSENBROCK23.stifflyAccurate());
  }

  /**
   * The stability function at infinity is {@code 1 - b (alpha + Gamma)^{-1} 1}; it vanishes for an
   * L-stable method.
   */
  @ParameterizedTest
  @MethodSource("rosenbrockTableaus")
  void stabilityFunctionVanishesAtInfinity(RosenbrockTableau tableau) {
    int s = tableau.stages();
    double[] x = new double[s];
    double atInfinity = 1;
    for (int i = 0; i < s; i++) {
      double sum = 1;
      for (int j = 0; j < i; j++) {
        sum -= (tableau.alpha(i, j) + tableau.gamma(i, j)) * x[j];
      }
      x[i] = sum / tableau.gamma(i, i);
      atInfinity -= tableau.classicalWeight(i) * x[i];
    }
    // Forward substitution with a triangular matrix of diagonal gamma, about 1/5, and s <= 8.
    assertEquals(0, atInfinity, 1e-10);
  }

  @ParameterizedTest
  @MethodSource("rosenbrockTableaus")
  void classicalFormTransformsBack(RosenbrockTableau tableau) {
    int s = tableau.stages();
    for (int i = 0; i < s; i++) {
      assertEquals(tableau.gamma(), tableau.gamma(i, i), 1e-15);
      for (int j = 0; j < s; j++) {
        double product = tableau.gamma(i, j) / tableau.gamma();
        for (int k = 0; k < s; k++) {
          product -= tableau.c(i, k) * tableau.gamma(k, j);
        }
        // Entries of C reach 320 and those of Gamma 3, each product rounded at 1e-16.
        assertEquals(i == j ? 1 : 0, product, 1e-12);
      }
    }
  }

  @Test
  void tsit5PolynomialsAgreeWithTheirInterpolationRows() {
    // b_6(T) = 1.5 T^2 - 4 T^3 + 2.5 T^4 ends at zero, the weight of the last stage.
    Tableau tsit5 = Tableaus.TSIT5;
    assertEquals(3, tsit5.interpolationRows());
    assertEquals(0, tsit5.weight(6));
    assertEquals(0, tsit5.interpolation(0, 6));
    assertEquals(1.5, tsit5.interpolation(1, 6));
    assertEquals(-2.5, tsit5.interpolation(2, 6));
  }

  @Test
  void functionValueIsSharedBetweenStagesWithOneArgument() {
    RosenbrockTableau shared = twoStages().rosenbrock(0.5, new double[][] {{}, {2}}, 0.5, 1);
    assertTrue(shared.newFunctionEvaluation(0));
    assertFalse(shared.newFunctionEvaluation(1));
    for (int i = 0; i < 8; i++) {
      assertTrue(Tableaus.RODAS5.newFunctionEvaluation(i));
    }
  }

  @Test
  void cumulativeStagesAddThePreviousStage() {
    Tableau rodas5 = Tableaus.RODAS5;
    for (int i = 6; i < 8; i++) {
      for (int j = 0; j < i - 1; j++) {
        assertEquals(rodas5.a(i - 1, j), rodas5.a(i, j));
      }
      assertEquals(1, rodas5.a(i, i - 1));
    }
  }

  @Test
  void copiesItsArrays() {
    double[][] a = {{}, {0}};
    double[] abscissae = {0, 0};
    double[] weights = {0, 1};
    double[] errorWeights = {0, 0};
    double[][] interpolation = {{7, 8}};
    double[][] c = {{}, {2}};
    double[] d = {0.5, 1};
    RosenbrockTableau tableau =
        new TableauBuilder("sample", "none")
            .orders(1, 1, 1)
            .a(a)
            .abscissae(abscissae)
            .weights(weights)
            .errorWeights(errorWeights)
            .interpolation(interpolation)
            .rosenbrock(0.5, c, d);
    a[1][0] = 9;
    abscissae[1] = 9;
    weights[1] = 9;
    errorWeights[1] = 9;
    interpolation[0][1] = 9;
    c[1][0] = 9;
    d[1] = 9;
    assertEquals(0, tableau.a(1, 0));
    assertEquals(0, tableau.abscissa(1));
    assertEquals(1, tableau.weight(1));
    assertEquals(0, tableau.errorWeight(1));
    assertEquals(8, tableau.interpolation(0, 1));
    assertEquals(2, tableau.c(1, 0));
    assertEquals(1, tableau.timeDerivative(1));
  }

  @Test
  void refusesWrongShapes() {
    double[][] c = {{}, {2}};
    refused("row 1 of A must have 1 entries but has 2", twoStages().a(new double[][] {{}, {0, 0}}));
    refused("the vector of abscissae must have 2 entries but has 1", twoStages().abscissae(0));
    refused("the vector of weights must have 2 entries but has 3", twoStages().weights(0, 1, 0));
    refused("the vector of error weights must have 2 entries", twoStages().errorWeights());
    refused(
        "interpolation row 0 must have 2 entries but has 1",
        twoStages().interpolation(new double[][] {{1}}));
    refused(
        "the continuous weights must be 2 polynomials but are 1",
        twoStages().continuousWeights(new double[][] {{1}}));
    refused(
        "continuous weight 1 must have 1 coefficients but has 2",
        twoStages().continuousWeights(new double[][] {{0}, {1, 2}}));
    refused("the order must be positive but is 0", twoStages().orders(0, 1, 1));
    refused("the number of stages must be positive", new TableauBuilder("x", "y").orders(1, 1, 1));
    refused("gamma must be positive", () -> twoStages().rosenbrock(0, c, 0.5, 1));
    refused(
        "C must have 2 rows but has 1",
        () -> twoStages().rosenbrock(0.5, new double[][] {{}}, 0.5, 1));
    refused(
        "the vector of time-derivative coefficients must have 2 entries",
        () -> twoStages().rosenbrock(0.5, c, 0.5));
    refused(
        "stiffly accurate weights need the matrix A",
        () -> new TableauBuilder("x", "y").stifflyAccurateWeights());
    refused(
        "cumulative stages need the matrix A",
        () -> new TableauBuilder("x", "y").cumulativeStages(1));
  }

  @Test
  void refusesContradictions() {
    double[][] c = {{}, {2}};
    refused("the sum of row 1 of alpha", twoStages().abscissae(0, 0.25));
    refused("the sum of the classical weights must be 1.0", twoStages().weights(0, 2));
    refused("the sum of the classical error weights must be 0.0", twoStages().errorWeights(0, 1));
    refused("the entries of the vector of weights", twoStages().weights(Double.NaN, 1));
    refused("the sum of row 1 of Gamma", () -> twoStages().rosenbrock(0.5, c, 0.5, 0.75));
    refused(
        "continuous weight 0 at the end of the step must be 0.0 but is 1.0",
        twoStages().continuousWeights(new double[][] {{1}, {1}}));
    TableauBuilder tsit5 = TableauSamples.builder(Tableaus.TSIT5);
    refused(
        "the sum of row 1 of A must be 0.5 but is 0.161",
        () -> tsit5.abscissae(0, 0.5, 0.3, 0.9, 0.9, 1, 1).rungeKutta());
  }

  /** A consistent method of order 1 whose two stages share one argument; gamma = 1/2, C_10 = 2. */
  private static TableauBuilder twoStages() {
    return new TableauBuilder("sample", "none")
        .orders(1, 1, 1)
        .a(new double[][] {{}, {0}})
        .abscissae(0, 0)
        .weights(0, 1)
        .errorWeights(0, 0);
  }

  private static void refused(String clause, TableauBuilder builder) {
    refused(clause, () -> builder.rosenbrock(0.5, new double[][] {{}, {2}}, 0.5, 1));
  }

  private static void refused(String clause, Runnable construction) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, construction::run);
    assertTrue(error.getMessage().startsWith("tableau "), error.getMessage());
    assertTrue(error.getMessage().contains(clause), error.getMessage());
  }
}
