/**
 * Models, written once and generically in their number type.
 *
 * <p>A {@link org.stiffgrad.model.StencilModel} is the method-of-lines form of a reaction-diffusion
 * system on a periodic square grid: {@code du_k(i,j)/dt = F_k(u(i+di, j+dj), p(i,j), x_i, y_j, t)}
 * with a small set of offsets {@code (di, dj)}. Everything else that a solver or a gradient needs
 * of the model is derived from that one method.
 *
 * <p>An {@link org.stiffgrad.model.OdeModel} is a system without space: a stencil model that reads
 * no neighbour.
 *
 * <p>The number type {@link org.stiffgrad.model.Scalar} is the only seam: an expression, a dual
 * number and a plain value all run through the same source. The package depends on {@code naming}
 * only.
 */
@NullMarked
package org.stiffgrad.model;

import org.jspecify.annotations.NullMarked;
