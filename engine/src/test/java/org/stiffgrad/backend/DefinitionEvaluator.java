package org.stiffgrad.backend;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

/**
 * Evaluates a program straight from its definition, cell by cell and recursively, together with a
 * running bound of the rounding error (Higham, Accuracy and Stability of Numerical Algorithms,
 * section 3.3).
 *
 * <p>The bound covers every evaluation that rounds each operation at most once, to within half an
 * ulp for arithmetic and four ulps for functions, whatever it contracts; so two such evaluations
 * differ by at most twice the bound, to first order in the unit roundoff.
 */
final class DefinitionEvaluator {
  private static final double UNIT_ROUNDOFF = Math.ulp(1.0) / 2;
  private static final double FUNCTION_ROUNDOFF = 8 * UNIT_ROUNDOFF;

  private final StencilProgram program;
  private final Grid grid;
  private final double t;
  private final double[][] operands;
  private final Map<Expr, Approximation> known = new IdentityHashMap<>();
  private int i;
  private int j;

  /** A computed number and a bound of its absolute error. */
  private record Approximation(double value, double error) {}

  /**
   * Output fields one after another.
   *
   * @param values the values
   * @param errors a bound of the rounding error of each
   */
  record Fields(double[] values, double[] errors) {}

  private DefinitionEvaluator(StencilProgram program, Grid grid, double t, double[][] operands) {
    this.program = program;
    this.grid = grid;
    this.t = t;
    this.operands = operands;
  }

  static Fields evaluate(StencilProgram program, Grid grid, double t, double[][] operands) {
    return new DefinitionEvaluator(program, grid, t, operands).fields();
  }

  private Fields fields() {
    List<Expr> outputs = program.outputs();
    Fields fields =
        new Fields(
            new double[outputs.size() * grid.cells()], new double[outputs.size() * grid.cells()]);
    for (j = 0; j < grid.n(); j++) {
      for (i = 0; i < grid.n(); i++) {
        known.clear();
        for (int k = 0; k < outputs.size(); k++) {
          Approximation output = value(outputs.get(k));
          fields.values[k * grid.cells() + grid.index(i, j)] = output.value;
          fields.errors[k * grid.cells() + grid.index(i, j)] = output.error;
        }
      }
    }
    return fields;
  }

  private Approximation value(Expr e) {
    Approximation found = known.get(e);
    if (found == null) {
      found = e.operation().arity() == 0 ? leaf(e) : operation(e);
      known.put(e, found);
    }
    return found;
  }

  private Approximation leaf(Expr e) {
    return switch (e.operation()) {
      case CONSTANT -> exact(e.value());
      case TIME -> exact(t);
      case SPACING -> exact(1.0 / (grid.n() - 1));
      case X -> exact(Math.floorMod(i + e.di(), grid.n()) / (grid.n() - 1.0));
      case Y -> exact(Math.floorMod(j + e.dj(), grid.n()) / (grid.n() - 1.0));
      case FIELD -> {
        double[] operand = operands[program.operands().indexOf(e.operand())];
        yield exact(operand[e.field() * grid.cells() + grid.index(i + e.di(), j + e.dj())]);
      }
      default -> throw new AssertionError(e);
    };
  }

  private static Approximation exact(double value) {
    return new Approximation(value, 0);
  }

  private Approximation operation(Expr e) {
    Approximation x = value(e.argument(0));
    double a = x.value;
    double da = x.error;
    return switch (e.operation()) {
      case NEGATE -> new Approximation(-a, da);
      case SQRT -> rounded(Math.sqrt(a), da / (2 * Math.sqrt(a)));
      case EXP -> function(Math.exp(a), da * Math.exp(a));
      case LOG -> function(Math.log(a), da / Math.abs(a));
      case SIN -> function(Math.sin(a), da);
      case COS -> function(Math.cos(a), da);
      case TANH -> function(Math.tanh(a), da);
      case POWER -> {
        double power = Math.pow(a, e.value());
        yield function(power, da * Math.abs(e.value() * power / a));
      }
      default -> operation(e, x, value(e.argument(1)));
    };
  }

  private Approximation operation(Expr e, Approximation x, Approximation y) {
    double a = x.value;
    double da = x.error;
    double b = y.value;
    double db = y.error;
    return switch (e.operation()) {
      case ADD -> rounded(a + b, da + db);
      case SUBTRACT -> rounded(a - b, da + db);
      case MULTIPLY -> rounded(a * b, Math.abs(a) * db + Math.abs(b) * da);
      case DIVIDE -> rounded(a / b, (da + Math.abs(a / b) * db) / Math.abs(b));
      case SELECT -> a <= b ? value(e.argument(2)) : value(e.argument(3));
      default -> throw new AssertionError(e);
    };
  }

  private static Approximation rounded(double value, double inherited) {
    return new Approximation(value, inherited + UNIT_ROUNDOFF * Math.abs(value));
  }

  private static Approximation function(double value, double inherited) {
    return new Approximation(value, inherited + FUNCTION_ROUNDOFF * Math.abs(value));
  }
}
