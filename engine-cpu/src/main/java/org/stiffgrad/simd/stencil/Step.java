package org.stiffgrad.simd.stencil;

import java.util.List;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.LoweredProgram.Source;
import org.stiffgrad.expression.Operation;

/**
 * One operation of generated code.
 *
 * @param node the node whose value it computes
 * @param contracted whether it is {@code a b + c} with one rounding, else the node's own operation
 * @param arguments what it is applied to
 */
record Step(Expr node, boolean contracted, List<Argument> arguments) {
  /**
   * An argument of a step.
   *
   * @param negated whether its negative is meant; only for constants and uniforms, whose negatives
   *     cost nothing
   */
  record Argument(Expr node, boolean negated) {}

  /** The node's own operation. */
  static Step plain(Expr node) {
    return new Step(node, false, node.arguments().stream().map(Step::plus).toList());
  }

  /**
   * The operation of a node, contracted with a product where that saves an operation: {@code a b +
   * c} always, {@code a b - c} and {@code c - a b} where the sign can move to a constant or
   * uniform.
   */
  static Step contracted(Expr node, LoweredProgram program) {
    if (node.operation() != Operation.ADD && node.operation() != Operation.SUBTRACT) {
      return plain(node);
    }
    boolean sum = node.operation() == Operation.ADD;
    Expr a = node.argument(0);
    Expr b = node.argument(1);
    if (program.isContractible(a) && (sum || isInvariant(b, program))) {
      return fused(node, plus(a.argument(0)), a.argument(1), new Argument(b, !sum));
    }
    if (program.isContractible(b)) {
      if (sum || isInvariant(b.argument(0), program)) {
        return fused(node, new Argument(b.argument(0), !sum), b.argument(1), plus(a));
      }
      if (isInvariant(b.argument(1), program)) {
        return fused(node, new Argument(b.argument(1), true), b.argument(0), plus(a));
      }
    }
    return plain(node);
  }

  private static Step fused(Expr node, Argument a, Expr b, Argument c) {
    return new Step(node, true, List.of(a, plus(b), c));
  }

  private static Argument plus(Expr e) {
    return new Argument(e, false);
  }

  /** Whether a node has the same value in all cells of an evaluation. */
  static boolean isInvariant(Expr e, LoweredProgram program) {
    return program.source(e) == Source.CONSTANT || program.source(e) == Source.UNIFORM;
  }

  /** What it adds to the size of a method, in units of one addition. */
  int weight() {
    return switch (node.operation()) {
      case EXP, LOG, SIN, COS, TANH, POWER -> 4;
      case SELECT -> 2;
      default -> 1;
    };
  }
}
