package org.stiffgrad.expression;

import java.util.List;

/**
 * A map from operand vectors to a vector of fields, given by one expression per output field that
 * holds in every cell. This is what a backend compiles.
 *
 * <p>Two programs are interchangeable when they have equal operands and {@link #canonicalForm()};
 * backends key their caches by that.
 */
public final class StencilProgram {
  private final String name;
  private final String formula;
  private final List<StencilOperand> operands;
  private final List<Expr> outputs;
  private final List<Expr> nodes;
  private final String canonicalForm;

  /**
   * @param name what the program computes, in a word for generated code
   * @param formula the same for people, such as {@code J^T w}
   * @param operands the vectors it reads, in the order in which a kernel receives them
   * @param outputs one expression per output field
   */
  public StencilProgram(
      String name, String formula, List<StencilOperand> operands, List<Expr> outputs) {
    this.name = name;
    this.formula = formula;
    this.operands = List.copyOf(operands);
    this.outputs = List.copyOf(outputs);
    this.nodes = List.copyOf(Differentiation.reachable(outputs));
    for (Expr e : nodes) {
      if (e.operation() == Operation.FIELD && !this.operands.contains(e.operand())) {
        throw new IllegalArgumentException(
            "The program " + name + " reads " + e + " but lists only the operands " + operands);
      }
    }
    this.canonicalForm = canonicalForm(this.operands, this.outputs, this.nodes);
  }

  private static String canonicalForm(
      List<StencilOperand> operands, List<Expr> outputs, List<Expr> nodes) {
    java.util.Map<Expr, Integer> position = new java.util.HashMap<>();
    StringBuilder text = new StringBuilder(operands.toString());
    for (Expr e : nodes) {
      position.put(e, position.size());
      text.append('\n');
      if (e.operation().arity() == 0) {
        text.append(e);
      } else {
        text.append(e.operation()).append(' ').append(e.value());
        e.arguments().forEach(a -> text.append(' ').append(position.get(a)));
      }
    }
    text.append("\n->");
    outputs.forEach(e -> text.append(' ').append(position.get(e)));
    return text.toString();
  }

  /** What the program computes, in a word. */
  public String name() {
    return name;
  }

  /** What the program computes, as a formula. */
  public String formula() {
    return formula;
  }

  public List<StencilOperand> operands() {
    return operands;
  }

  public List<Expr> outputs() {
    return outputs;
  }

  /** Every node of the program once, arguments before their users. */
  public List<Expr> nodes() {
    return nodes;
  }

  /** A text that is equal for programs that compute the same from the same operands. */
  public String canonicalForm() {
    return canonicalForm;
  }

  /** The largest absolute offset of any read, along either axis. */
  public int radius() {
    return nodes.stream()
        .filter(e -> e.operation().arity() == 0)
        .mapToInt(e -> Math.max(Math.abs(e.di()), Math.abs(e.dj())))
        .max()
        .orElse(0);
  }

  /** Whether every output is identically zero. */
  public boolean isZero() {
    return outputs.stream().allMatch(e -> e.isConstant(0));
  }

  @Override
  public String toString() {
    return name;
  }
}
