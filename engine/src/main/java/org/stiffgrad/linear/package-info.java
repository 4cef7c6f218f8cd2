/**
 * Linear systems with the iteration matrix {@code W = shift I - J} of a Rosenbrock step.
 *
 * <p>One factorisation serves the forward pass by {@code solve} and the adjoint pass, whose
 * iteration matrix is {@code W^T}, by {@code solveTransposed}. A linear solver sees the Jacobian
 * only through {@link org.stiffgrad.linear.JacobianMatrix}, a backend only through its dense
 * algebra and buffers. The package depends on {@code backend} and its inputs.
 */
@NullMarked
package org.stiffgrad.linear;

import org.jspecify.annotations.NullMarked;
