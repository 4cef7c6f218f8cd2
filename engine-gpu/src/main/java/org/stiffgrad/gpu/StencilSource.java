package org.stiffgrad.gpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.expression.StencilProgram;

/**
 * A stencil program in CUDA C++: one kernel, with one thread for each cell, which evaluates the
 * operations of the lowered program one after the other.
 *
 * <p>Arithmetic is that of IEEE 754 double precision. The compiler may contract nothing by itself
 * ({@link #COMPILER_OPTIONS}); products that {@link LoweredProgram#isContractible} allows are
 * contracted explicitly, so that comparisons have the outcome of the reference.
 *
 * <p>Arguments: {@code int n}, the tables one after another, the result, the operands in the
 * program's order, the uniforms in the lowered program's order.
 */
final class StencilSource {
  /** How every program of this backend is compiled. */
  static final String[] COMPILER_OPTIONS = {"--fmad=false"};

  /** The position of the first operand among the arguments. */
  static final int FIRST_OPERAND = 3;

  /**
   * The most uniforms of one kernel: its arguments take 4 KiB at most. {@link #divide} keeps to it.
   */
  private static final int MOST_UNIFORMS = 256;

  /** The operations of one kernel, beyond which compilers take more than seconds. */
  private static final int MANY_OPERATIONS = 1500;

  private final LoweredProgram program;
  private final CellSource cell = new CellSource();
  private final Map<Expr, String> names = new HashMap<>();
  private final Set<Expr> contracted = new HashSet<>();

  private StencilSource(LoweredProgram program) {
    this.program = program;
  }

  /** The name of the kernel of a program's part. */
  static String kernelName(StencilProgram program, int part) {
    return program.name().replaceAll("\\W", "_") + "_" + part;
  }

  /** How many arguments the kernel takes. */
  static int arguments(LoweredProgram program) {
    return FIRST_OPERAND + program.program().operands().size() + program.uniforms().size();
  }

  /**
   * Divides a program between kernels by its outputs where it is too large for one.
   *
   * @throws IllegalArgumentException if a single output needs more uniforms than a kernel can take
   */
  static List<LoweredProgram> divide(LoweredProgram whole) {
    int outputs = whole.program().outputs().size();
    boolean fits = whole.uniforms().size() <= MOST_UNIFORMS;
    if (outputs <= 1 && !fits) {
      throw new IllegalArgumentException(
          "An output of the program %s depends on %d functions of time; a GPU kernel can take %d of them. Write the model with fewer, or use a CPU backend."
              .formatted(whole.program(), whole.uniforms().size(), MOST_UNIFORMS));
    }
    if (outputs <= 1 || (fits && whole.operations().size() <= MANY_OPERATIONS)) {
      return List.of(whole);
    }
    List<LoweredProgram> parts = new ArrayList<>(divide(part(whole, 0, outputs / 2)));
    parts.addAll(divide(part(whole, outputs / 2, outputs)));
    return parts;
  }

  private static LoweredProgram part(LoweredProgram whole, int from, int to) {
    StencilProgram program = whole.program();
    return new LoweredProgram(
        new StencilProgram(
            program.name(),
            program.formula(),
            program.operands(),
            program.outputs().subList(from, to)));
  }

  /** The text of a program that has been divided. */
  static String of(List<LoweredProgram> parts) {
    StringBuilder text = new StringBuilder(CellSource.PRELUDE);
    for (int k = 0; k < parts.size(); k++) {
      LoweredProgram part = parts.get(k);
      text.append("\n// ").append(part.program().formula()).append('\n');
      text.append(new StencilSource(part).kernel(kernelName(part.program(), k)));
    }
    return text.toString();
  }

  private String kernel(String name) {
    for (Expr e : program.operations()) {
      chooseContracted(e);
    }
    for (Expr e : program.operations()) {
      if (!contracted.contains(e)) {
        define(e, value(e));
      }
    }
    List<Expr> outputs = program.program().outputs();
    for (int k = 0; k < outputs.size(); k++) {
      cell.add("result[%s] = %s;".formatted(element(k, cell.index(0, 0)), name(outputs.get(k))));
    }
    List<String> parameters =
        new ArrayList<>(
            List.of("const double* __restrict__ tables", "double* __restrict__ result"));
    for (int k = 0; k < program.program().operands().size(); k++) {
      parameters.add(
          "const double* __restrict__ o%d /* %s */"
              .formatted(k, program.program().operands().get(k)));
    }
    for (int k = 0; k < program.uniforms().size(); k++) {
      parameters.add("double s" + k);
    }
    return cell.kernel(name, parameters);
  }

  /** Of two products in a sum only one can be rounded together with it. */
  private void chooseContracted(Expr e) {
    if (e.operation() != Operation.ADD && e.operation() != Operation.SUBTRACT) {
      return;
    }
    for (Expr argument : e.arguments()) {
      if (program.isContractible(argument)) {
        contracted.add(argument);
        return;
      }
    }
  }

  private void define(Expr e, String value) {
    String name = "v" + names.size();
    names.put(e, name);
    cell.add("const double %s = %s;".formatted(name, value));
  }

  /** A literal, an argument, or a variable, which is made where it is used first. */
  private String name(Expr e) {
    return switch (program.source(e)) {
      case CONSTANT -> literal(e.value());
      case UNIFORM -> "s" + program.uniformIndex(e);
      case OPERATION -> known(e);
      case TABLE -> {
        if (!names.containsKey(e)) {
          define(e, "tables[%s]".formatted(element(program.tableIndex(e), cell.index(0, 0))));
        }
        yield known(e);
      }
      case READ -> {
        if (!names.containsKey(e)) {
          String index = element(e.field(), cell.index(e.di(), e.dj()));
          define(e, "o%d[%s]".formatted(program.operandIndex(e), index));
        }
        yield known(e);
      }
    };
  }

  private String known(Expr e) {
    String name = names.get(e);
    if (name == null) {
      throw new IllegalStateException(e + " is used before it is computed.");
    }
    return name;
  }

  private static String element(int field, String index) {
    return field == 0 ? index : field + " * cells + " + index;
  }

  private static String literal(double value) {
    if (Double.isNaN(value)) {
      return "(0.0 / 0.0)";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
    }
    String exact = Double.toHexString(value);
    return value < 0 ? "(" + exact + ")" : exact;
  }

  private String value(Expr e) {
    return switch (e.operation()) {
      case ADD, SUBTRACT -> sum(e);
      case MULTIPLY -> name(e.argument(0)) + " * " + name(e.argument(1));
      case DIVIDE -> name(e.argument(0)) + " / " + name(e.argument(1));
      case NEGATE -> "-" + name(e.argument(0));
      case SQRT -> call("sqrt", e);
      case EXP -> call("exp", e);
      case LOG -> call("log", e);
      case SIN -> call("sin", e);
      case COS -> call("cos", e);
      case TANH -> call("tanh", e);
      case POWER -> "pow(%s, %s)".formatted(name(e.argument(0)), literal(e.value()));
      case SELECT ->
          "%s <= %s ? %s : %s"
              .formatted(
                  name(e.argument(0)),
                  name(e.argument(1)),
                  name(e.argument(2)),
                  name(e.argument(3)));
      case CONSTANT, FIELD, X, Y, TIME, SPACING ->
          throw new IllegalStateException(e + " is no operation.");
    };
  }

  private String call(String function, Expr e) {
    return function + "(" + name(e.argument(0)) + ")";
  }

  /** {@code a + b} or {@code a - b}, where a or b may be a product that is contracted. */
  private String sum(Expr e) {
    boolean subtracts = e.operation() == Operation.SUBTRACT;
    Expr a = e.argument(0);
    Expr b = e.argument(1);
    if (contracted.contains(a)) {
      return fused("", a, (subtracts ? "-" : "") + name(b));
    }
    if (contracted.contains(b)) {
      return fused(subtracts ? "-" : "", b, name(a));
    }
    return name(a) + (subtracts ? " - " : " + ") + name(b);
  }

  private String fused(String sign, Expr product, String addend) {
    return "fma(%s%s, %s, %s)"
        .formatted(sign, name(product.argument(0)), name(product.argument(1)), addend);
  }
}
