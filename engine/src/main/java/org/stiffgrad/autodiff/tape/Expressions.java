package org.stiffgrad.autodiff.tape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.stiffgrad.expression.Expr;

/** Walks over the operations of a recording, however long its chains are. */
final class Expressions {
  private Expressions() {}

  /**
   * The expressions and what they are computed from, arguments before their users.
   *
   * @param wanted what is listed; below an expression that is not, nothing is
   */
  static List<Expr> under(Collection<Expr> expressions, Predicate<Expr> wanted) {
    BitSet seen = new BitSet();
    List<Expr> found = new ArrayList<>();
    ArrayDeque<Expr> open = new ArrayDeque<>();
    expressions.forEach(e -> visit(e, wanted, seen, open));
    while (!open.isEmpty()) {
      Expr e = open.pop();
      found.add(e);
      for (Expr argument : e.arguments()) {
        visit(argument, wanted, seen, open);
      }
    }
    found.sort(Comparator.comparingInt(Expr::id));
    return found;
  }

  private static void visit(Expr e, Predicate<Expr> wanted, BitSet seen, ArrayDeque<Expr> open) {
    if (!seen.get(e.id()) && wanted.test(e)) {
      seen.set(e.id());
      open.push(e);
    }
  }
}
