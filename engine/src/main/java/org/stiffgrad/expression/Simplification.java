package org.stiffgrad.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Constant folding and the algebraic identities that expressions are built with. */
final class Simplification {
  private Simplification() {}

  /** A simpler node that equals the operation on the arguments, or null where there is none. */
  static @Nullable Expr simplify(
      Expr.Pool pool, Operation operation, double value, List<Expr> arguments) {
    if (arguments.stream().allMatch(Expr::isConstant)) {
      return pool.constant(fold(operation, value, arguments));
    }
    Expr a = arguments.get(0);
    return switch (operation) {
      case ADD -> add(pool, a, arguments.get(1));
      case SUBTRACT -> subtract(a, arguments.get(1));
      case MULTIPLY -> multiply(pool, a, arguments.get(1));
      case DIVIDE -> divide(pool, a, arguments.get(1));
      case NEGATE -> negate(a);
      case POWER -> power(pool, a, value);
      case SELECT -> arguments.get(2) == arguments.get(3) ? arguments.get(2) : null;
      default -> null;
    };
  }

  private static double fold(Operation operation, double value, List<Expr> arguments) {
    double[] v = new double[4];
    for (int i = 0; i < arguments.size(); i++) {
      v[i] = arguments.get(i).value();
    }
    return operation.apply(v[0], v[1], v[2], v[3], value);
  }

  private static boolean isNegation(Expr e) {
    return e.operation() == Operation.NEGATE;
  }

  private static @Nullable Expr add(Expr.Pool pool, Expr a, Expr b) {
    if (a.isConstant(0)) {
      return b;
    }
    if (b.isConstant(0)) {
      return a;
    }
    if (isNegation(b)) {
      return a.minus(b.argument(0));
    }
    if (isNegation(a)) {
      return b.minus(a.argument(0));
    }
    return ordered(pool, Operation.ADD, a, b);
  }

  private static @Nullable Expr subtract(Expr a, Expr b) {
    if (b.isConstant(0)) {
      return a;
    }
    if (a == b) {
      return a.constant(0);
    }
    if (a.isConstant(0)) {
      return b.negate();
    }
    return isNegation(b) ? a.plus(b.argument(0)) : null;
  }

  private static @Nullable Expr multiply(Expr.Pool pool, Expr a, Expr b) {
    if (a.isConstant(0) || b.isConstant(0)) {
      return pool.constant(0);
    }
    if (a.isConstant(1)) {
      return b;
    }
    if (b.isConstant(1)) {
      return a;
    }
    if (a.isConstant(-1)) {
      return b.negate();
    }
    if (b.isConstant(-1)) {
      return a.negate();
    }
    if (isNegation(a)) {
      return a.argument(0).times(b).negate();
    }
    if (isNegation(b)) {
      return a.times(b.argument(0)).negate();
    }
    return ordered(pool, Operation.MULTIPLY, a, b);
  }

  /** One order for the arguments of a commutative operation, so that both orders share a node. */
  private static @Nullable Expr ordered(Expr.Pool pool, Operation operation, Expr a, Expr b) {
    return a.id() > b.id() ? pool.apply(operation, 0, List.of(b, a)) : null;
  }

  private static @Nullable Expr divide(Expr.Pool pool, Expr a, Expr b) {
    if (a.isConstant(0)) {
      return pool.constant(0);
    }
    return b.isConstant(1) ? a : null;
  }

  private static @Nullable Expr negate(Expr a) {
    if (isNegation(a)) {
      return a.argument(0);
    }
    return a.operation() == Operation.SUBTRACT ? a.argument(1).minus(a.argument(0)) : null;
  }

  private static @Nullable Expr power(Expr.Pool pool, Expr a, double exponent) {
    if (exponent == 0) {
      return pool.constant(1);
    }
    if (exponent == 1) {
      return a;
    }
    return exponent == 2 ? a.times(a) : null;
  }
}
