package org.stiffgrad.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Symbolic derivatives of per-cell expressions and the linear maps made of them.
 *
 * <p>With g the outputs of a program and z the fields of an operand it reads at offsets d:
 *
 * <pre>
 *   tangent:   (Dg v)_i(c)   = sum over j, d of (dg_i/dz_j(d))(c)     v_j(c + d)
 *   transpose: (Dg^T w)_j(c) = sum over i, d of (dg_i/dz_j(d))(c - d) w_i(c - d)
 * </pre>
 */
final class Differentiation {
  private Differentiation() {}

  /** The derivative of an expression with respect to one leaf, all other leaves held fixed. */
  static Expr derivative(Expr e, Expr leaf) {
    return derivative(e, leaf, new HashMap<>());
  }

  private static Expr derivative(Expr e, Expr leaf, Map<Expr, Expr> known) {
    if (e == leaf) {
      return e.constant(1);
    }
    if (e.operation().arity() == 0) {
      return e.constant(0);
    }
    Expr found = known.get(e);
    if (found == null) {
      found = e.tangent(e.arguments().stream().map(a -> derivative(a, leaf, known)).toList());
      known.put(e, found);
    }
    return found;
  }

  /** The derivative of a node from the derivatives of its arguments. */
  static Expr chainRule(Expr e, List<Expr> d) {
    Expr a = e.argument(0);
    Expr da = d.get(0);
    return switch (e.operation()) {
      case ADD -> da.plus(d.get(1));
      case SUBTRACT -> da.minus(d.get(1));
      case MULTIPLY -> da.times(e.argument(1)).plus(a.times(d.get(1)));
      case DIVIDE -> da.minus(e.times(d.get(1))).dividedBy(e.argument(1));
      case NEGATE -> da.negate();
      case SQRT -> da.times(0.5).dividedBy(e);
      case EXP -> da.times(e);
      case LOG -> da.dividedBy(a);
      case SIN -> da.times(a.cos());
      case COS -> da.times(a.sin()).negate();
      case TANH -> da.times(e.constant(1).minus(e.square()));
      case POWER -> da.times(a.pow(e.value() - 1).times(e.value()));
      case SELECT -> a.ifAtMost(e.argument(1), d.get(2), d.get(3));
      case CONSTANT, FIELD, X, Y, TIME, SPACING -> throw new AssertionError(e);
    };
  }

  /** The expression as it reads in the cell {@code (di, dj)} away. */
  static Expr shift(Expr e, int di, int dj) {
    return di == 0 && dj == 0 ? e : shift(e, di, dj, new HashMap<>());
  }

  private static Expr shift(Expr e, int di, int dj, Map<Expr, Expr> known) {
    Expr found = known.get(e);
    if (found == null) {
      Expr.Pool pool = e.pool();
      found =
          switch (e.operation()) {
            case CONSTANT, TIME, SPACING -> e;
            case FIELD -> pool.field(e.operand(), e.field(), e.di() + di, e.dj() + dj);
            case X -> pool.x(e.di() + di);
            case Y -> pool.y(e.dj() + dj);
            default ->
                pool.apply(
                    e.operation(),
                    e.value(),
                    e.arguments().stream().map(a -> shift(a, di, dj, known)).toList());
          };
      known.put(e, found);
    }
    return found;
  }

  /** The distinct reads of an operand in the expressions, by field, then dj, then di. */
  static Set<Expr> reads(Collection<Expr> expressions, StencilOperand operand) {
    Set<Expr> reads =
        new TreeSet<>(
            Comparator.comparingInt(Expr::field)
                .thenComparingInt(Expr::dj)
                .thenComparingInt(Expr::di));
    for (Expr e : reachable(expressions)) {
      if (e.operation() == Operation.FIELD && e.operand() == operand) {
        reads.add(e);
      }
    }
    return reads;
  }

  /** Every node under the expressions, arguments before their users. */
  static List<Expr> reachable(Collection<Expr> expressions) {
    Set<Expr> seen = new LinkedHashSet<>();
    expressions.forEach(e -> visit(e, seen));
    return new ArrayList<>(seen);
  }

  private static void visit(Expr e, Set<Expr> seen) {
    if (!seen.contains(e)) {
      e.arguments().forEach(a -> visit(a, seen));
      seen.add(e);
    }
  }

  /** {@code Dg v}: the tangent of the outputs in a direction of one of their operands. */
  static List<Expr> tangent(List<Expr> outputs, StencilOperand operand, StencilOperand direction) {
    List<Expr> tangents = new ArrayList<>();
    for (Expr g : outputs) {
      Expr sum = g.constant(0);
      for (Expr read : reads(List.of(g), operand)) {
        Expr v = g.pool().field(direction, read.field(), read.di(), read.dj());
        sum = sum.plus(derivative(g, read).times(v));
      }
      tangents.add(sum);
    }
    return tangents;
  }

  /** {@code Dg^T w}, one expression for each of the operand's fields, in gather form. */
  static List<Expr> transpose(
      List<Expr> outputs, StencilOperand operand, int fields, StencilOperand weight) {
    Expr.Pool pool = outputs.get(0).pool();
    List<Expr> gradients = new ArrayList<>();
    for (int field = 0; field < fields; field++) {
      gradients.add(pool.constant(0));
    }
    for (int i = 0; i < outputs.size(); i++) {
      for (Expr read : reads(List.of(outputs.get(i)), operand)) {
        int di = -read.di();
        int dj = -read.dj();
        Expr coefficient = shift(derivative(outputs.get(i), read), di, dj);
        Expr term = coefficient.times(pool.field(weight, i, di, dj));
        gradients.set(read.field(), gradients.get(read.field()).plus(term));
      }
    }
    return gradients;
  }
}
