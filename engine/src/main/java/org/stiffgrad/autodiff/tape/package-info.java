/**
 * Derivatives from a record of the operations that a function performed.
 *
 * <p>A {@link org.stiffgrad.autodiff.tape.Tape} keeps each operation with its local partial
 * derivatives and is swept in reverse for {@code w^T D} and forward for {@code D v}; it is recorded
 * anew at each evaluation.
 *
 * <p>A {@link org.stiffgrad.autodiff.tape.Recording} is made once and holds wherever the branches
 * are taken as they were then. It consists of expressions, simplified and each there once. Its
 * derivatives are further expressions: tangents and adjoints are accumulated as on a tape, but
 * write operations in place of numbers ({@code Differentiator}). From those that a result needs a
 * {@code Program} is made: expressions of the same structure are evaluated together, by one loop
 * over numbers that lie side by side ({@code ProgramCompiler}), and loops are compiled to bytecode
 * ({@code LoopCompiler}). A {@link org.stiffgrad.autodiff.tape.Replay} runs a program at any point.
 *
 * <p>The package depends on {@code model} and {@code expression} only.
 */
@NullMarked
package org.stiffgrad.autodiff.tape;

import org.jspecify.annotations.NullMarked;
