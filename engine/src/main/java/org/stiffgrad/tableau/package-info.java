/**
 * One-step methods as checked coefficient data: Rosenbrock methods and explicit Runge-Kutta
 * methods, each with an embedded error estimate and a continuous extension.
 *
 * <p><b>Mathematics.</b> A method advances {@code u_n} by {@code s} stages {@code k_i} to {@code
 * u_{n+1}}. Expanding both the exact and the numerical solution in elementary differentials gives
 * one algebraic condition per rooted tree: the order of the solution, of the embedded solution and
 * of the continuous extension is a property of the coefficients alone and is computed from them
 * ({@link org.stiffgrad.tableau.OrderConditions}). Rosenbrock methods are kept in the transformed
 * form that needs no product with the Jacobian; their classical coefficients, in which the order
 * conditions are stated, are recovered by inverting one triangular matrix.
 *
 * <p><b>Design.</b> A tableau is an immutable value made by {@link
 * org.stiffgrad.tableau.TableauBuilder}, which refuses coefficients of the wrong shape or that
 * contradict each other, so a stepper can rely on every relation stated in the documentation. Each
 * method is one file of published numbers, each number once; {@link org.stiffgrad.tableau.Tableaus}
 * lists and names them.
 *
 * <p><b>Allowed arrows.</b> This package depends on {@code naming} only.
 */
package org.stiffgrad.tableau;
