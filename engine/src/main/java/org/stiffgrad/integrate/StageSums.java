package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.tableau.Tableau;

/** The sums over stages that define a method, each times h where stages are slopes. */
final class StageSums {
  private final Tableau tableau;
  private final VectorOperations vectors;
  /* Of u_n, k_0, k_1, ... */
  private final Buffer[] terms;
  private final double[] coefficients;

  StageSums(Tableau tableau, VectorOperations vectors) {
    this.tableau = tableau;
    this.vectors = vectors;
    terms = new Buffer[1 + tableau.stages()];
    coefficients = new double[1 + tableau.stages()];
  }

  /** {@code U_i = u + sum over j < i of a_ij k_j}, the state at which stage i is evaluated. */
  void argument(int i, double h, Buffer u, Buffer[] stages, Buffer result) {
    double scale = tableau.stageScale(h);
    for (int j = 0; j < i; j++) {
      coefficients[1 + j] = scale * tableau.a(i, j);
    }
    addToState(u, stages, i, result);
  }

  /** {@code u_{n+1} = u + sum m_i k_i}, the state at the end of the step. */
  void end(double h, Buffer u, Buffer[] stages, Buffer result) {
    double scale = tableau.stageScale(h);
    for (int i = 0; i < stages.length; i++) {
      coefficients[1 + i] = scale * tableau.weight(i);
    }
    addToState(u, stages, stages.length, result);
  }

  /** {@code sum e_i k_i}, the error estimate. */
  void error(double h, Buffer[] stages, Buffer result) {
    double scale = tableau.stageScale(h);
    for (int i = 0; i < stages.length; i++) {
      coefficients[i] = scale * tableau.errorWeight(i);
    }
    vectors.linearCombination(coefficients, stages, stages.length, result);
  }

  private void addToState(Buffer u, Buffer[] stages, int count, Buffer result) {
    terms[0] = u;
    coefficients[0] = 1;
    System.arraycopy(stages, 0, terms, 1, count);
    vectors.linearCombination(coefficients, terms, 1 + count, result);
  }
}
