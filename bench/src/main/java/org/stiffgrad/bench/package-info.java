/**
 * The command line: one class for each command, and what they share.
 *
 * <p>A command reads its settings, checks everything that can be checked, computes, and only then
 * writes. Errors travel as exceptions to {@link org.stiffgrad.bench.Main}, which turns each kind
 * into one line and an exit code.
 */
@NullMarked
package org.stiffgrad.bench;

import org.jspecify.annotations.NullMarked;
