package org.stiffgrad.tableau;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderConditionsTest {

  /**
   * Published coefficients have 16 significant digits and sizes up to 320; a residual sums products
   * of them, of which some cancel.
   */
  private static final double ROUNDING = 1e-13;

  /** Well below the smallest error constant of the methods, 2.2e-4 of Tsit5. */
  private static final double VIOLATED = 1e-4;

  static List<Tableau> tableaus() {
    return Tableaus.all();
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void solutionHasExactlyTheStatedOrder(Tableau tableau) {
    int order = tableau.order();
    assertEquals(0, OrderConditions.worstResidual(tableau, order), ROUNDING);
    assertTrue(OrderConditions.worstResidual(tableau, order + 1) > VIOLATED);
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void embeddedSolutionHasExactlyTheStatedOrder(Tableau tableau) {
    int order = tableau.embeddedOrder();
    assertEquals(0, OrderConditions.worstEmbeddedResidual(tableau, order), ROUNDING);
    assertTrue(OrderConditions.worstEmbeddedResidual(tableau, order + 1) > VIOLATED);
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void continuousExtensionHasExactlyTheStatedOrder(Tableau tableau) {
    int order = tableau.interpolationOrder();
    assertEquals(0, OrderConditions.worstInterpolationResidual(tableau, order), ROUNDING);
    assertTrue(OrderConditions.worstInterpolationResidual(tableau, order + 1) > VIOLATED);
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void rebuiltTableauHasTheSameResiduals(Tableau tableau) {
    Tableau rebuilt =
        tableau instanceof RosenbrockTableau rosenbrock
            ? TableauSamples.rosenbrock(TableauSamples.builder(tableau), rosenbrock)
            : TableauSamples.builder(tableau).rungeKutta();
    int order = tableau.order() + 1;
    assertEquals(
        OrderConditions.worstResidual(tableau, order),
        OrderConditions.worstResidual(rebuilt, order));
    assertEquals(
        OrderConditions.worstInterpolationResidual(tableau, order),
        OrderConditions.worstInterpolationResidual(rebuilt, order));
  }

  @Test
  void detectsPerturbedRosenbrockCoefficient() {
    RosenbrockTableau rodas5 = Tableaus.RODAS5;
    double[][] a = TableauSamples.a(rodas5);
    // The sum of row 3 of alpha = A Gamma is sum_j a_3j d_j and stays as it is.
    double size = 1e-6;
    a[3][0] += size * rodas5.timeDerivative(1);
    a[3][1] -= size * rodas5.timeDerivative(0);
    RosenbrockTableau perturbed =
        TableauSamples.rosenbrock(TableauSamples.builder(rodas5).a(a), rodas5);
    assertTrue(OrderConditions.worstResidual(perturbed, 5) > 1e3 * ROUNDING);
  }

  @Test
  void detectsPerturbedRungeKuttaCoefficients() {
    Tableau tsit5 = Tableaus.TSIT5;
    double[] weights = new double[7];
    for (int i = 0; i < 7; i++) {
      weights[i] = tsit5.weight(i);
    }
    weights[0] += 1e-8;
    weights[1] -= 1e-8;
    Tableau perturbed = TableauSamples.builder(tsit5).weights(weights).rungeKutta();
    assertEquals(0, OrderConditions.worstResidual(perturbed, 1), ROUNDING);
    assertEquals(
        1e-8 * tsit5.abscissa(1), OrderConditions.worstResidual(perturbed, 2), 10 * ROUNDING);
  }

  @Test
  void detectsPerturbedInterpolationCoefficient() {
    RosenbrockTableau rodas4 = Tableaus.RODAS4;
    double[][] rows = new double[rodas4.interpolationRows()][rodas4.stages()];
    for (int j = 0; j < rows.length; j++) {
      for (int i = 0; i < rodas4.stages(); i++) {
        rows[j][i] = rodas4.interpolation(j, i);
      }
    }
    rows[1][2] += 1e-8;
    RosenbrockTableau perturbed =
        TableauSamples.rosenbrock(TableauSamples.builder(rodas4).interpolation(rows), rodas4);
    assertTrue(OrderConditions.worstInterpolationResidual(perturbed, 1) > 1e3 * ROUNDING);
    assertEquals(0, OrderConditions.worstResidual(perturbed, 4), ROUNDING);
  }

  @Test
  void countsRootedTrees() {
    int[] counts = new int[8];
    List<RootedTree> trees = RootedTree.upToOrder(7);
    for (RootedTree tree : trees) {
      counts[tree.order()]++;
    }
    assertArrayEquals(new int[] {0, 1, 1, 2, 4, 9, 20, 48}, counts);
    assertEquals(trees.size(), new HashSet<>(trees).size());
  }

  @Test
  void densitiesOfTallAndBushyTrees() {
    List<RootedTree> ofOrderFour =
        RootedTree.upToOrder(4).stream().filter(tree -> tree.order() == 4).toList();
    long[] densities = ofOrderFour.stream().mapToLong(RootedTree::density).sorted().toArray();
    assertArrayEquals(new long[] {4, 8, 12, 24}, densities);
  }

  @Test
  void refusesOrderZero() {
    assertThrows(
        IllegalArgumentException.class, () -> OrderConditions.worstResidual(Tableaus.RODAS4, 0));
  }
}
