package org.stiffgrad.tableau;

/**
 * The Rosenbrock pair of ode23s: two stages of order 2, L-stable, and a third stage that makes the
 * embedded solution one of order 3. The third stage is evaluated at {@code u_{n+1}}.
 *
 * <p>The publication states the method with {@code W = I - h d J}, {@code d = 1/(2+sqrt 2)}, {@code
 * e32 = 6+sqrt 2} and slopes {@code s_1, s_2, s_3}. Eliminating the right-hand sides of former
 * stages from its third stage gives the transformed form with
 *
 * <pre>{@code
 * k_0 = h d s_1,   k_1 = h d (s_2 - s_1),   k_2 = h d (s_3 - e32 (s_2 - s_1) - 2 s_1).
 * }</pre>
 *
 * The published estimate {@code h (s_1 - 2 s_2 + s_3)/6} is embedded less propagated solution, and
 * the published continuous weights are {@code T(1-T)/(1-2d)} of {@code h s_1} and {@code
 * T(T-2d)/(1-2d)} of {@code h s_2}.
 */
final class Rosenbrock23 {

  private Rosenbrock23() {}

  static RosenbrockTableau tableau() {
    double d = 1 / (2 + Math.sqrt(2));
    double e32 = 6 + Math.sqrt(2);
    return new TableauBuilder(
            "rosenbrock23",
            "L. F. Shampine, M. W. Reichelt, The MATLAB ODE Suite, SIAM J. Sci. Comput. 18 (1997),"
                + " 1-22, doi:10.1137/S1064827594276424")
        .orders(2, 3, 2)
        .a(new double[][] {{}, {0.5 / d}, {1 / d, 1 / d}})
        .abscissae(0, 0.5, 1)
        .weights(1 / d, 1 / d, 0)
        .errorWeights(-1 / (6 * d), (2 - e32) / (6 * d), -1 / (6 * d))
        .interpolation(new double[][] {{0, -1 / (d * (1 - 2 * d)), 0}})
        .rosenbrock(d, new double[][] {{}, {-1 / d}, {-2 / d, -e32 / d}}, d, 0, -d);
  }
}
