/**
 * Where the derivatives of a right-hand side come from.
 *
 * <p>A {@link org.stiffgrad.autodiff.DifferentiatedSystem} is {@code f(u, p, t)} on the buffers of
 * one backend, with the products that integrators and sensitivity methods are made of: J, J v,
 * {@code J^T w}, {@code f_p^T w}, f_t and second-order products. A {@link
 * org.stiffgrad.autodiff.DerivativeSource} makes one for a problem; the source and the sensitivity
 * method are independent choices. The package depends on {@code problem}, {@code expression},
 * {@code backend} and {@code linear}.
 */
@NullMarked
package org.stiffgrad.autodiff;

import org.jspecify.annotations.NullMarked;
