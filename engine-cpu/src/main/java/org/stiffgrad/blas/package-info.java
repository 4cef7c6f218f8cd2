/**
 * What backends that take their dense algebra from a library have in common.
 *
 * <p>Such a backend differs from another CPU backend in {@link org.stiffgrad.backend.DenseAlgebra}
 * only: buffers are heap arrays, and vector operations and stencil kernels are those of its base,
 * the best backend in pure Java that runs here. The package depends on {@code backend}, {@code
 * backend.scalar} and {@code simd}.
 */
@NullMarked
package org.stiffgrad.blas;

import org.jspecify.annotations.NullMarked;
