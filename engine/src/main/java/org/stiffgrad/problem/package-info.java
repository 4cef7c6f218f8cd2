/**
 * What is solved and what is differentiated: initial value problems {@code u' = f(u, p, t)}, {@code
 * u(t0) = u0}, and scalar losses {@code G(u, p)} of their solutions.
 *
 * <p>Values of this package are immutable and know nothing of how they are solved. Arguments are
 * checked here, once. The package depends on {@code model} only.
 */
@NullMarked
package org.stiffgrad.problem;

import org.jspecify.annotations.NullMarked;
