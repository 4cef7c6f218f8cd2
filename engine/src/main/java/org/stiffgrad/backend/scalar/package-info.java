/**
 * The reference backend: plain loops that specify what every other backend computes.
 *
 * <p>The loops follow the formulas of the interfaces in {@link org.stiffgrad.backend}, run down the
 * columns of matrices, and use neither blocking nor vector instructions. Other backends may sum in
 * another order and may fuse multiplications with additions; they agree with this one up to
 * rounding. The package depends on {@code backend} and its inputs only.
 */
@NullMarked
package org.stiffgrad.backend.scalar;

import org.jspecify.annotations.NullMarked;
