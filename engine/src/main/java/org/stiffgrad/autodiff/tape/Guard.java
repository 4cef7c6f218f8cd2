package org.stiffgrad.autodiff.tape;

import org.stiffgrad.expression.Expr;

/**
 * A comparison {@code left <= right} that decided between two branches.
 *
 * @param left the expression compared
 * @param right what it is compared with
 */
record Guard(Expr left, Expr right) {}
