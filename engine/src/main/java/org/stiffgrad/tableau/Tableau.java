package org.stiffgrad.tableau;

/**
 * The coefficients common to every one-step method of this package, with stages {@code k_0, ...,
 * k_{s-1}} and all indices counted from zero.
 *
 * <p>Stage {@code i} is evaluated at {@code U_i = u_n + sum_{j<i} a(i,j) k_j} and {@code t_n +
 * abscissa(i) h}; the step ends at {@code u_{n+1} = u_n + sum_i weight(i) k_i}, and {@code sum_i
 * errorWeight(i) k_i} estimates the difference of {@code u_{n+1}} and the embedded solution. The
 * continuous extension for {@code t_n + T h}, {@code 0 <= T <= 1}, is
 *
 * <pre>{@code
 * u(T) = (1-T) u_n + T u_{n+1} + T (1-T) (r_0 + T r_1 + T^2 r_2 + ...),
 * r_j  = sum_i interpolation(j,i) k_i.
 * }</pre>
 *
 * <p>The stages of a {@link RosenbrockTableau} are increments of {@code u}. Those of a {@link
 * RungeKuttaTableau} are slopes, and every sum over stages above is multiplied by {@code h}.
 */
public sealed interface Tableau permits RosenbrockTableau, RungeKuttaTableau {

  /** The short lower-case name by which {@link Tableaus#named} finds the method. */
  String name();

  /** The publication that the coefficients come from. */
  String citation();

  /** The order of {@code u_{n+1}}. */
  int order();

  /** The order of the embedded solution. It may exceed {@link #order()}. */
  int embeddedOrder();

  /** The order to which the continuous extension agrees with the solution for every T. */
  int interpolationOrder();

  /** The number {@code s} of stages. */
  int stages();

  /** The abscissa {@code c_i}: stage {@code i} is evaluated at the time {@code t_n + c_i h}. */
  double abscissa(int i);

  /** The coefficient of {@code k_j} in the argument of stage {@code i}; zero for {@code j >= i}. */
  double a(int i, int j);

  /** The coefficient of {@code k_i} in {@code u_{n+1} - u_n}. */
  double weight(int i);

  /** The coefficient of {@code k_i} in the error estimate. */
  double errorWeight(int i);

  /** The number of vectors {@code r_j}; the continuous extension has degree one more in T. */
  int interpolationRows();

  /** The coefficient of {@code k_stage} in {@code r_row}. */
  double interpolation(int row, int stage);

  /** What sums over stages are multiplied by in a step of size h: 1, or h where they are slopes. */
  double stageScale(double h);

  /**
   * Whether the argument of the last stage is {@code u_{n+1}} at {@code t_n + h}, so that its
   * right-hand side serves as that of the first stage of the next step.
   */
  boolean firstSameAsLast();
}
