/**
 * Derivatives from a record of the operations that a function performed.
 *
 * <p>A {@link org.stiffgrad.autodiff.tape.Tape} keeps each operation with its local partial
 * derivatives and is swept in reverse for {@code w^T D} and forward for {@code D v}; it is recorded
 * anew at each evaluation.
 *
 * <p>A {@link org.stiffgrad.autodiff.tape.Recording} is made once, for all values of its inputs
 * that take the same branches. It is a graph of operations in which equal ones exist once ({@code
 * Graph}). Derivatives are further nodes of the same graph: reverse accumulation and tangents write
 * operations instead of numbers ({@code Differentiator}). A {@link
 * org.stiffgrad.autodiff.tape.Program} evaluates some nodes of it: what they do not need is left
 * out, and nodes that do the same to arguments of the same structure are evaluated together, by one
 * loop over neighbouring numbers ({@code ProgramCompiler}).
 *
 * <p>The package depends on {@code model} and {@code expression} only.
 */
@NullMarked
package org.stiffgrad.autodiff.tape;

import org.jspecify.annotations.NullMarked;
