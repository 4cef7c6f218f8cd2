package org.stiffgrad.tableau;

import java.util.Arrays;
import java.util.List;

/**
 * The order conditions of a tableau, computed from its coefficients.
 *
 * <p>A method has order {@code p} if for every rooted tree {@code t} with at most {@code p}
 * vertices
 *
 * <pre>{@code
 * sum_i b_i Phi_i(t) = 1/density(t),
 * Phi_i(one vertex)   = 1,
 * Phi_i([t_1])        = sum_j beta_ij Phi_j(t_1),            beta_ij = alpha_ij + gamma_ij,
 * Phi_i([t_1 .. t_m]) = prod_l sum_j alpha_ij Phi_j(t_l),    m >= 2,
 * }</pre>
 *
 * where {@code [t_1 .. t_m]} has the subtrees {@code t_l} at its root; in an explicit Runge-Kutta
 * method {@code alpha = beta = A}. A continuous extension with weights {@code b_i(T)} has order
 * {@code p} if {@code sum_i b_i(T) Phi_i(t) = T^order(t)/density(t)} for the same trees and every
 * T. Sources: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 1996, IV.7; for the
 * continuous form E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I,
 * 1993, II.6.
 *
 * <p>The conditions are those of autonomous problems. They cover {@code u' = f(u, t)} too, since
 * every tableau satisfies {@code c_i = sum_j alpha_ij} and {@code d_i = sum_j gamma_ij}.
 *
 * <p>Each method returns the largest absolute difference of the two sides: of the size of the
 * coefficients' rounding if the order is reached, and orders of magnitude above it otherwise.
 */
public final class OrderConditions {

  private final Tableau tableau;
  private final double[][] alpha;
  private final double[][] beta;

  private OrderConditions(Tableau tableau) {
    this.tableau = tableau;
    int s = tableau.stages();
    alpha = new double[s][s];
    beta = new double[s][s];
    for (int i = 0; i < s; i++) {
      for (int j = 0; j <= i; j++) {
        if (tableau instanceof RosenbrockTableau rosenbrock) {
          alpha[i][j] = rosenbrock.alpha(i, j);
          beta[i][j] = alpha[i][j] + rosenbrock.gamma(i, j);
        } else {
          alpha[i][j] = tableau.a(i, j);
          beta[i][j] = alpha[i][j];
        }
      }
    }
  }

  /** The worst residual of {@code u_{n+1}} over all trees with at most {@code order} vertices. */
  public static double worstResidual(Tableau tableau, int order) {
    double[] weights = new double[tableau.stages()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = tableau.weight(i);
    }
    return new OrderConditions(tableau).worst(order, 1, weights);
  }

  /** The worst residual of the embedded solution, whose weights are those less the error's. */
  public static double worstEmbeddedResidual(Tableau tableau, int order) {
    double[] weights = new double[tableau.stages()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = tableau.weight(i) - tableau.errorWeight(i);
    }
    return new OrderConditions(tableau).worst(order, 1, weights);
  }

  /** The worst residual of the continuous extension over the trees and over T in (0, 1]. */
  public static double worstInterpolationResidual(Tableau tableau, int order) {
    OrderConditions conditions = new OrderConditions(tableau);
    // A residual is a polynomial in T without constant term, so as many points as its degree
    // determine it.
    int points = Math.max(order, tableau.interpolationRows() + 1);
    double worst = 0;
    for (int point = 1; point <= points; point++) {
      double time = (double) point / points;
      worst = Math.max(worst, conditions.worst(order, time, continuousWeights(tableau, time)));
    }
    return worst;
  }

  /** The coefficients of the tableau's own stages in {@code u(T) - u_n}, T = {@code time}. */
  private static double[] continuousWeights(Tableau tableau, double time) {
    double[] weights = new double[tableau.stages()];
    for (int i = 0; i < weights.length; i++) {
      double polynomial = 0;
      for (int j = tableau.interpolationRows() - 1; j >= 0; j--) {
        polynomial = polynomial * time + tableau.interpolation(j, i);
      }
      weights[i] = time * (tableau.weight(i) + (1 - time) * polynomial);
    }
    return weights;
  }

  /** The worst residual at T = {@code time} for coefficients of the tableau's own stages. */
  private double worst(int order, double time, double[] stageWeights) {
    if (order < 1) {
      throw new IllegalArgumentException("order must be positive, got " + order);
    }
    double[] weights =
        tableau instanceof RosenbrockTableau rosenbrock
            ? rosenbrock.timesClassicalGamma(stageWeights)
            : stageWeights;
    double worst = 0;
    for (RootedTree tree : RootedTree.upToOrder(order)) {
      double[] phi = phi(tree);
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * phi[i];
      }
      double exact = Math.pow(time, tree.order()) / tree.density();
      worst = Math.max(worst, Math.abs(sum - exact));
    }
    return worst;
  }

  private double[] phi(RootedTree tree) {
    List<RootedTree> children = tree.children();
    double[][] matrix = children.size() == 1 ? beta : alpha;
    int s = matrix.length;
    double[] phi = new double[s];
    Arrays.fill(phi, 1);
    for (RootedTree child : children) {
      double[] below = phi(child);
      for (int i = 0; i < s; i++) {
        double sum = 0;
        for (int j = 0; j <= i; j++) {
          sum += matrix[i][j] * below[j];
        }
        phi[i] *= sum;
      }
    }
    return phi;
  }
}
