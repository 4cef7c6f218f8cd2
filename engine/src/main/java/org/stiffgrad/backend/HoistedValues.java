package org.stiffgrad.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

/**
 * The values of a lowered program on a grid that depend on no operand: its tables, which are
 * evaluated here once, and its uniforms, which {@link #evaluateUniforms} brings to a time.
 *
 * <p>All arithmetic is plain IEEE double precision, one rounding for each operation of the program.
 */
public final class HoistedValues {
  private final double[][] tables;
  private final double[] uniforms;
  private final PointEvaluator uniformEvaluator;

  public HoistedValues(LoweredProgram program, Grid grid) {
    tables = program.tables().stream().map(e -> tabulate(e, grid)).toArray(double[][]::new);
    uniforms = new double[program.uniforms().size()];
    uniformEvaluator = new PointEvaluator(program.uniforms(), grid);
    evaluateUniforms(0);
  }

  private static double[] tabulate(Expr expression, Grid grid) {
    PointEvaluator evaluator = new PointEvaluator(List.of(expression), grid);
    double[] table = new double[grid.cells()];
    for (int j = 0; j < grid.n(); j++) {
      for (int i = 0; i < grid.n(); i++) {
        evaluator.evaluate(i, j, 0);
        table[grid.index(i, j)] = evaluator.value(0);
      }
    }
    return table;
  }

  /** A table by its position in the program, one value per cell, {@code [i + N*j]}. */
  public double[] table(int index) {
    return tables[index];
  }

  /** The uniforms in the program's order, at the time given last; always the same array. */
  public double[] uniforms() {
    return uniforms;
  }

  /** Evaluates the uniforms at a time. */
  public void evaluateUniforms(double t) {
    uniformEvaluator.evaluate(0, 0, t);
    for (int k = 0; k < uniforms.length; k++) {
      uniforms[k] = uniformEvaluator.value(k);
    }
  }

  /** Evaluates expressions that read no operand in one cell and at one time after the other. */
  private static final class PointEvaluator {
    /** A node; {@code target} and a to d say where its value and those of its arguments are. */
    private record Step(Expr node, int target, int a, int b, int c, int d) {}

    private final Grid grid;
    private final double[] values;
    private final int[] roots;
    private final Step[] varying;

    PointEvaluator(List<Expr> expressions, Grid grid) {
      this.grid = grid;
      List<Expr> nodes = new StencilProgram("hoisted", "hoisted", List.of(), expressions).nodes();
      values = new double[nodes.size()];
      Map<Expr, Integer> positions = new HashMap<>();
      Set<Expr> variable = new HashSet<>();
      List<Step> steps = new ArrayList<>();
      for (Expr e : nodes) {
        int[] a = Arrays.copyOf(e.arguments().stream().mapToInt(positions::get).toArray(), 4);
        Step step = new Step(e, positions.size(), a[0], a[1], a[2], a[3]);
        positions.put(e, step.target());
        if (isCoordinate(e) || e.arguments().stream().anyMatch(variable::contains)) {
          variable.add(e);
          steps.add(step);
        } else {
          values[step.target()] = apply(step, 0, 0, 0);
        }
      }
      varying = steps.toArray(Step[]::new);
      roots = expressions.stream().mapToInt(positions::get).toArray();
    }

    private static boolean isCoordinate(Expr e) {
      return switch (e.operation()) {
        case X, Y, TIME -> true;
        default -> false;
      };
    }

    private double apply(Step step, int i, int j, double t) {
      Expr e = step.node();
      return switch (e.operation()) {
        case CONSTANT -> e.value();
        case SPACING -> grid.spacing();
        case TIME -> t;
        case X -> grid.coordinate(i + e.di());
        case Y -> grid.coordinate(j + e.dj());
        default ->
            e.operation()
                .apply(
                    values[step.a()],
                    values[step.b()],
                    values[step.c()],
                    values[step.d()],
                    e.value());
      };
    }

    void evaluate(int i, int j, double t) {
      for (Step step : varying) {
        values[step.target()] = apply(step, i, j, t);
      }
    }

    double value(int expression) {
      return values[roots[expression]];
    }
  }
}
