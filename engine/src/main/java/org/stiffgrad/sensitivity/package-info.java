/**
 * Gradients of losses of solutions.
 *
 * <p>For {@code G = sum g_k(u(t_k), p) + integral of g(t, u, p) dt} the adjoint {@code lambda}
 * satisfies {@code lambda' = -J^T lambda - g_u}, jumps by {@code dg_k/du} at each loss time as time
 * decreases, and gives {@code dG/dp = integral of (f_p^T lambda + g_p) dt + sum dg_k/dp} and {@code
 * dG/du0 = lambda(t0)}. The adjoint equation is linear; its Jacobian is exactly {@code -J^T} and
 * its derivative in time follows from second-order products, so that a Rosenbrock method needs one
 * transposed solve with the matrix of the primal problem. Only the derivatives of g_u and g_p in
 * time are differences, since an integrand has no second derivatives.
 *
 * <p>Forward in time, {@code S = du/d(direction)} satisfies {@code S' = J S + f_p E} and gives
 * {@code dG/d(direction) = sum (dg_k/du . S + dg_k/d(direction))}. The solver applied to u and S
 * together is the solver for u, differentiated.
 *
 * <p>Reverse mode differentiates the discrete solution instead: it is exact for the steps that were
 * taken, and reverses them one by one ({@link org.stiffgrad.integrate.StepReversal}), from a record
 * of all steps or, under a memory budget, from checkpoints.
 *
 * <p>Each method is a {@link org.stiffgrad.sensitivity.SensitivityMethod}; a pass that ends early
 * yields a termination and no numbers. The package may use every other package of the engine except
 * the backends' implementations.
 */
@NullMarked
package org.stiffgrad.sensitivity;

import org.jspecify.annotations.NullMarked;
