/**
 * Where the time of a computation goes, kernel by kernel.
 *
 * <p>A {@link org.stiffgrad.backend.profile.ProfiledBackend} stands before another backend and
 * counts each call that passes through it: how often, how long, and what the call has to do ({@link
 * org.stiffgrad.backend.KernelCost}), from which rates follow. A computation on the other backend
 * itself costs nothing more. The package depends on {@code backend} and its inputs.
 */
@NullMarked
package org.stiffgrad.backend.profile;

import org.jspecify.annotations.NullMarked;
