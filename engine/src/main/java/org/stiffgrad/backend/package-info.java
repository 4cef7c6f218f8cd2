/**
 * The seam between the mathematics and the machine: what a compute backend provides.
 *
 * <p>Integrators and sensitivity methods work on {@link org.stiffgrad.backend.Buffer}s and never
 * see where their elements live. A backend offers fused whole-vector operations, dense linear
 * algebra in column-major layout, and a compiler for per-cell stencil programs. Calls across the
 * seam are coarse: one per stage, never one per element.
 *
 * <p>Backends are found by {@link java.util.ServiceLoader}; being unable to run is a value with a
 * reason, not an exception. Which one {@code auto} is depends on times that are measured on request
 * and kept in the user's cache. The package depends on {@code model}, {@code expression} and {@code
 * naming}.
 */
@NullMarked
package org.stiffgrad.backend;

import org.jspecify.annotations.NullMarked;
