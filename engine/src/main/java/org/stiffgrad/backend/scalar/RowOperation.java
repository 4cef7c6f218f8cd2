package org.stiffgrad.backend.scalar;

import java.util.Arrays;
import java.util.function.Function;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.Operation;

/**
 * One operation of a program along a row: {@code target[i] = operation(a[i], b[i], c[i], d[i])},
 * where an operation of fewer arguments leaves the last ones unread.
 *
 * @param operation what to compute
 * @param constant the exponent of a power
 * @param target receives the values
 */
record RowOperation(
    Operation operation,
    double constant,
    double[] target,
    double[] a,
    double[] b,
    double[] c,
    double[] d) {

  /** The operation of a node, given the register of every node. */
  static RowOperation of(Expr e, Function<Expr, double[]> registers) {
    double[] target = registers.apply(e);
    double[][] arguments = new double[4][];
    Arrays.fill(arguments, target);
    for (int k = 0; k < e.arguments().size(); k++) {
      arguments[k] = registers.apply(e.argument(k));
    }
    return new RowOperation(
        e.operation(), e.value(), target, arguments[0], arguments[1], arguments[2], arguments[3]);
  }

  void evaluate() {
    switch (operation) {
      case ADD -> add();
      case SUBTRACT -> subtract();
      case MULTIPLY -> multiply();
      case DIVIDE -> divide();
      default -> any();
    }
  }

  private void add() {
    for (int i = 0; i < target.length; i++) {
      target[i] = a[i] + b[i];
    }
  }

  private void subtract() {
    for (int i = 0; i < target.length; i++) {
      target[i] = a[i] - b[i];
    }
  }

  private void multiply() {
    for (int i = 0; i < target.length; i++) {
      target[i] = a[i] * b[i];
    }
  }

  private void divide() {
    for (int i = 0; i < target.length; i++) {
      target[i] = a[i] / b[i];
    }
  }

  private void any() {
    for (int i = 0; i < target.length; i++) {
      target[i] = operation.apply(a[i], b[i], c[i], d[i], constant);
    }
  }
}
