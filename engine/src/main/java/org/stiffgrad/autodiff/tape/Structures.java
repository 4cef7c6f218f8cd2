package org.stiffgrad.autodiff.tape;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.Operation;

/**
 * The structures of a recording's expressions: what remains of them when constants and the places
 * of inputs are left out. Two expressions of one structure are computed by the same operations on
 * different numbers, such as the same term in two cells of a grid.
 */
final class Structures {
  private final Map<Form, Structure> structures = new HashMap<>();
  /* By the number of the expression; null where it has not been asked for. */
  private final List<@Nullable Structure> known = new ArrayList<>();

  /**
   * One structure.
   *
   * @param number structures are numbered from 0 in the order in which they are first seen
   * @param height the length of the longest chain of operations; 0 for constants and inputs
   */
  record Structure(int number, int height) {}

  /** What makes a structure itself: the operand of a read, or the structures of the arguments. */
  private record Form(Operation operation, double exponent, List<?> parts) {}

  /** The structure of an expression. */
  Structure of(Expr e) {
    Structure structure = lookUp(e);
    return structure != null ? structure : add(e);
  }

  private Structure add(Expr e) {
    /* Mostly the arguments are known; the walk is for chains too long to recurse along. */
    boolean direct = e.arguments().stream().noneMatch(this::isUnknown);
    List<Expr> unknown = direct ? List.of(e) : Expressions.under(List.of(e), this::isUnknown);
    for (Expr part : unknown) {
      while (known.size() <= part.id()) {
        known.add(null);
      }
      known.set(part.id(), find(part));
    }
    return requireNonNull(lookUp(e));
  }

  private boolean isUnknown(Expr e) {
    return lookUp(e) == null;
  }

  private @Nullable Structure lookUp(Expr e) {
    return e.id() < known.size() ? known.get(e.id()) : null;
  }

  private Structure find(Expr e) {
    List<Structure> arguments = arguments(e).stream().map(this::of).toList();
    int height = arguments.stream().mapToInt(a -> a.height() + 1).max().orElse(0);
    return structures.computeIfAbsent(
        form(e, arguments), form -> new Structure(structures.size(), height));
  }

  private static Form form(Expr e, List<Structure> arguments) {
    return switch (e.operation()) {
      case CONSTANT -> new Form(e.operation(), 0, List.of());
      case FIELD -> new Form(e.operation(), 0, List.of(e.operand()));
      default -> new Form(e.operation(), e.value(), arguments);
    };
  }

  /** The arguments, those of a commutative operation in the order of their structures. */
  List<Expr> arguments(Expr e) {
    boolean commutative = e.operation() == Operation.ADD || e.operation() == Operation.MULTIPLY;
    return commutative && of(e.argument(0)).number() > of(e.argument(1)).number()
        ? List.of(e.argument(1), e.argument(0))
        : e.arguments();
  }
}
