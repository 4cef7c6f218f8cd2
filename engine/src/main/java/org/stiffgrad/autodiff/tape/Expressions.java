package org.stiffgrad.autodiff.tape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    Set<Expr> seen = new HashSet<>();
    ArrayDeque<Expr> open = new ArrayDeque<>();
    expressions.forEach(e -> visit(e, wanted, seen, open));
    while (!open.isEmpty()) {
      for (Expr argument : open.pop().arguments()) {
        visit(argument, wanted, seen, open);
      }
    }
    List<Expr> found = new ArrayList<>(seen);
    found.sort(Comparator.comparingInt(Expr::id));
    return found;
  }

  private static void visit(Expr e, Predicate<Expr> wanted, Set<Expr> seen, ArrayDeque<Expr> open) {
    if (wanted.test(e) && seen.add(e)) {
      open.push(e);
    }
  }
}
