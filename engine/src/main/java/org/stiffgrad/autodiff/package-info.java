/**
 * Where the derivatives of a right-hand side come from.
 *
 * <p>A {@link org.stiffgrad.autodiff.DifferentiatedSystem} is {@code f(u, p, t)} on the buffers of
 * one backend, with the products that integrators and sensitivity methods are made of: J, J v,
 * {@code J^T w}, {@code f_p^T w}, f_t and second-order products. A {@link
 * org.stiffgrad.autodiff.DerivativeSource} makes one for a problem; the source and the sensitivity
 * method are independent choices.
 *
 * <p>{@code symbolic} stays on the backend. The other sources compute on the host: a {@code
 * HostSystem} moves buffers to arrays and back, {@code HostDerivatives} is what a source supplies.
 * Sources that evaluate columns (dual numbers, differences) give matrices, from which products
 * follow; those that evaluate rows (products with transposes) give products, from which matrices
 * follow. Either way few evaluations suffice, since rows or columns that share no element are
 * evaluated together, by a {@code Colouring} of the pattern that the model's definition implies.
 *
 * <p>{@code tape} and {@code compiled-tape} record what the model does, by the means of the package
 * {@code autodiff.tape}: the one at each call, the other once, until a branch changes.
 *
 * <p>The package depends on {@code problem}, {@code expression}, {@code backend}, {@code linear}
 * and {@code autodiff.tape}.
 */
@NullMarked
package org.stiffgrad.autodiff;

import org.jspecify.annotations.NullMarked;
