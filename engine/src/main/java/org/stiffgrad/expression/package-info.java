/**
 * Per-cell expressions and what is derived from them.
 *
 * <p>Evaluating a model with T = {@link org.stiffgrad.expression.Expr} yields its right-hand side
 * as a directed acyclic graph. Differentiating that graph with respect to the values it reads gives
 * the Jacobian stencil; {@link org.stiffgrad.expression.Differentiation} turns it into products
 * with J and, by moving each read back to the cell that made it, into products with J^T in gather
 * form: {@code (J^T w)_j(c) = sum over i, d of (df_i/du_j(d))(c - d) w_i(c - d)}, with no scatter
 * and therefore no races.
 *
 * <p>A {@link org.stiffgrad.expression.StencilProgram} is what a backend compiles. The package
 * depends on {@code model} only.
 */
@NullMarked
package org.stiffgrad.expression;

import org.jspecify.annotations.NullMarked;
