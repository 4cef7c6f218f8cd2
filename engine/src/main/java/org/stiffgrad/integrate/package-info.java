/**
 * One-step methods in time: one Rosenbrock step for every tableau, one explicit Runge-Kutta step,
 * and the loop around them.
 *
 * <p>A Rosenbrock method with stages {@code k_i} solves, at {@code (t_n, u_n)} with step h,
 *
 * <pre>
 *   W k_i = f(U_i, t_n + c_i h) + h d_i f_t + sum over j &lt; i of (C_ij / h) k_j,   W = I/(h gamma) - J,
 *   U_i   = u_n + sum over j &lt; i of a_ij k_j,   u_{n+1} = u_n + sum m_i k_i,   error = sum e_i k_i.
 * </pre>
 *
 * <p>{@link org.stiffgrad.integrate.StepReversal} differentiates accepted steps backwards.
 *
 * <p>{@link org.stiffgrad.integrate.Integrator} advances an {@link
 * org.stiffgrad.integrate.OdeSystem} from stop to stop under a {@link
 * org.stiffgrad.integrate.StepController} and shows every accepted step to an observer. Time always
 * runs forward: the adjoint system is written in {@code tau = -t}. How a run ends is data, a {@link
 * org.stiffgrad.integrate.Termination}. The package depends on {@code autodiff}, {@code tableau},
 * {@code linear}, {@code problem} and {@code backend}.
 */
@NullMarked
package org.stiffgrad.integrate;

import org.jspecify.annotations.NullMarked;
