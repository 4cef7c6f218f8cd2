package org.stiffgrad.tableau;

/** Tableaus rebuilt from their accessors, so that a test can change one coefficient. */
final class TableauSamples {

  private TableauSamples() {}

  /** A builder that holds every common coefficient of {@code tableau}. */
  static TableauBuilder builder(Tableau tableau) {
    int s = tableau.stages();
    double[][] interpolation = new double[tableau.interpolationRows()][s];
    double[] abscissae = new double[s];
    double[] weights = new double[s];
    double[] errorWeights = new double[s];
    for (int i = 0; i < s; i++) {
      abscissae[i] = tableau.abscissa(i);
      weights[i] = tableau.weight(i);
      errorWeights[i] = tableau.errorWeight(i);
      for (int j = 0; j < interpolation.length; j++) {
        interpolation[j][i] = tableau.interpolation(j, i);
      }
    }
    return new TableauBuilder(tableau.name(), tableau.citation())
        .orders(tableau.order(), tableau.embeddedOrder(), tableau.interpolationOrder())
        .a(a(tableau))
        .abscissae(abscissae)
        .weights(weights)
        .errorWeights(errorWeights)
        .interpolation(interpolation);
  }

  static RosenbrockTableau rosenbrock(TableauBuilder builder, RosenbrockTableau tableau) {
    return builder.rosenbrock(tableau.gamma(), c(tableau), timeDerivatives(tableau));
  }

  static double[][] a(Tableau tableau) {
    double[][] rows = new double[tableau.stages()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[i];
      for (int j = 0; j < i; j++) {
        rows[i][j] = tableau.a(i, j);
      }
    }
    return rows;
  }

  static double[][] c(RosenbrockTableau tableau) {
    double[][] rows = new double[tableau.stages()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[i];
      for (int j = 0; j < i; j++) {
        rows[i][j] = tableau.c(i, j);
      }
    }
    return rows;
  }

  static double[] timeDerivatives(RosenbrockTableau tableau) {
    double[] d = new double[tableau.stages()];
    for (int i = 0; i < d.length; i++) {
      d[i] = tableau.timeDerivative(i);
    }
    return d;
  }
}
