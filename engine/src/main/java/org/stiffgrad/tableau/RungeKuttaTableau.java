package org.stiffgrad.tableau;

/**
 * An explicit Runge-Kutta method with slopes
 *
 * <pre>{@code
 * k_i     = f(u_n + h sum_{j<i} a_ij k_j, t_n + c_i h),
 * u_{n+1} = u_n + h sum_i b_i k_i,    error = h sum_i e_i k_i = u_{n+1} - embedded solution.
 * }</pre>
 *
 * <p>{@link #weight} is {@code b_i} and {@link #errorWeight} is {@code e_i}. It holds that {@code
 * c_i = sum_j a_ij}, {@code sum_i b_i = 1} and {@code sum_i e_i = 0}, to 1e-12. Source: E. Hairer,
 * S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 1993, II.1 and II.4.
 */
public final class RungeKuttaTableau extends AbstractTableau implements Tableau {

  RungeKuttaTableau(TableauBuilder builder) {
    super(builder);
    double sum = 0;
    double errorSum = 0;
    for (int i = 0; i < stages(); i++) {
      double rowSum = 0;
      for (int j = 0; j < i; j++) {
        rowSum += a(i, j);
      }
      requireConsistent("sum of row " + i + " of A", abscissa(i), rowSum);
      sum += weight(i);
      errorSum += errorWeight(i);
    }
    requireConsistent("sum of the weights", 1, sum);
    requireConsistent("sum of the error weights", 0, errorSum);
  }

  @Override
  public double stageScale(double h) {
    return h;
  }
}
