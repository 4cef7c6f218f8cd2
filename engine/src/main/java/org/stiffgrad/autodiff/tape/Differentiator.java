package org.stiffgrad.autodiff.tape;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.stiffgrad.autodiff.tape.Structures.Structure;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.expression.StencilOperand;

/**
 * Derivatives of expressions as expressions.
 *
 * <p>With z the inputs, x_i the operations and {@code D = dy/dz} for results y:
 *
 * <pre>
 *   tangents D v, operations ascending:     x_i' = sum over arguments a of (dx_i/dx_a) x_a'
 *   adjoints D^T w, operations descending:  X_a  = sum over users i of a of (dx_i/dx_a) X_i
 * </pre>
 *
 * <p>The terms of an adjoint are added in the order of their structures and not in that of their
 * users, so that adjoints at the rim of a periodic grid get the structure of those inside it.
 */
final class Differentiator {
  private final Expr.Pool pool;
  private final Structures structures;

  Differentiator(Expr.Pool pool, Structures structures) {
    this.pool = pool;
    this.structures = structures;
  }

  /**
   * {@code D v}.
   *
   * @param direction v: the derivative of an input, or of a constant
   */
  List<Expr> tangents(List<Expr> results, UnaryOperator<Expr> direction) {
    Map<Expr, Expr> tangents = new HashMap<>();
    for (Expr e : Expressions.under(results, e -> true)) {
      tangents.put(e, e.arguments().isEmpty() ? direction.apply(e) : tangent(e, tangents));
    }
    return results.stream().map(e -> requireNonNull(tangents.get(e))).toList();
  }

  private static Expr tangent(Expr e, Map<Expr, Expr> tangents) {
    return e.tangent(e.arguments().stream().map(a -> requireNonNull(tangents.get(a))).toList());
  }

  /**
   * {@code D^T w}: the derivative of {@code w . y} with respect to every input of an operand that
   * it depends on.
   */
  Map<Expr, Expr> adjoints(List<Expr> results, List<Expr> weights, StencilOperand operand) {
    return adjoints(results, weights, active(results, operand));
  }

  /** The rows of D: the derivatives of each result, likewise. */
  List<Map<Expr, Expr>> rows(List<Expr> results, StencilOperand operand) {
    Set<Expr> active = active(results, operand);
    List<Expr> one = List.of(pool.constant(1));
    return results.stream().map(y -> adjoints(List.of(y), one, active)).toList();
  }

  /** What the results are computed from and depends on an operand. */
  private static Set<Expr> active(List<Expr> results, StencilOperand operand) {
    Set<Expr> active = new HashSet<>();
    for (Expr e : Expressions.under(results, e -> true)) {
      boolean isInput = e.operation() == Operation.FIELD && e.operand() == operand;
      if (isInput || e.arguments().stream().anyMatch(active::contains)) {
        active.add(e);
      }
    }
    return active;
  }

  private Map<Expr, Expr> adjoints(List<Expr> results, List<Expr> weights, Set<Expr> active) {
    Map<Expr, List<Expr>> terms = new HashMap<>();
    PriorityQueue<Expr> open = new PriorityQueue<>(Comparator.comparingInt(e -> -e.id()));
    Map<Expr, Expr> gradient = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      add(results.get(i), weights.get(i), active, terms, open);
    }
    while (!open.isEmpty()) {
      Expr e = open.remove();
      Expr adjoint = sum(requireNonNull(terms.remove(e)));
      if (e.arguments().isEmpty()) {
        gradient.put(e, adjoint);
      }
      for (int i = 0; i < e.arguments().size(); i++) {
        add(e.argument(i), adjoint.times(partial(e, i)), active, terms, open);
      }
    }
    return gradient;
  }

  private static void add(
      Expr e, Expr term, Set<Expr> active, Map<Expr, List<Expr>> terms, PriorityQueue<Expr> open) {
    if (active.contains(e)) {
      List<Expr> present = terms.get(e);
      if (present == null) {
        present = new ArrayList<>();
        terms.put(e, present);
        open.add(e);
      }
      present.add(term);
    }
  }

  /** {@code dx_i/dx_a} for one place in the list of arguments. */
  private Expr partial(Expr e, int argument) {
    return e.tangent(
        IntStream.range(0, e.arguments().size())
            .mapToObj(i -> pool.constant(i == argument ? 1 : 0))
            .toList());
  }

  /** The sum of terms: first those whose structure is alone, then those of each repeated one. */
  private Expr sum(List<Expr> terms) {
    if (terms.size() == 1) {
      return terms.get(0);
    }
    Map<Structure, Long> counts =
        terms.stream().collect(Collectors.groupingBy(structures::of, Collectors.counting()));
    Comparator<Expr> order =
        Comparator.comparingLong((Expr e) -> requireNonNull(counts.get(structures.of(e))))
            .thenComparing(e -> e.operation() == Operation.NEGATE)
            .thenComparingInt(e -> structures.of(e).number())
            .thenComparingInt(Expr::id);
    Expr sum = pool.constant(0);
    for (Expr term : terms.stream().sorted(order).toList()) {
      sum = sum.plus(term);
    }
    return sum;
  }
}
