/**
 * Numbers in files: text with one number a line, and NumPy's {@code .npy}.
 *
 * <p>Reading names file, line and content of what is wrong. Writing goes to a temporary file that
 * takes the place of the target only when it is complete.
 */
@NullMarked
package org.stiffgrad.bench.files;

import org.jspecify.annotations.NullMarked;
