/**
 * The backend that computes on a GPU, whatever binding leads there.
 *
 * <p>State, stages, matrices and factors stay in the device's memory from the start of a solve to
 * its end; the host decides about steps from one number each. Per-cell programs become CUDA C++
 * with one thread for each cell, which is enough parallelism from N = 64 on and little below; dense
 * algebra is the vendor's.
 *
 * <p>A {@link org.stiffgrad.gpu.GpuBackend} is the backend interface in terms of a {@link
 * org.stiffgrad.gpu.runtime.GpuRuntime}; bindings provide that. Memory is pooled, sums are taken in
 * a fixed order, and a launch allocates nothing. The package depends on {@code backend} and its
 * inputs, on {@code gpu.runtime} and, for its providers only, on the bindings.
 */
@NullMarked
package org.stiffgrad.gpu;

import org.jspecify.annotations.NullMarked;
