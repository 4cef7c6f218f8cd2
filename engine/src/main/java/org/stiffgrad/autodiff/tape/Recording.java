package org.stiffgrad.autodiff.tape;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.expression.StencilOperand;

/**
 * A right-hand side {@code f(u, p, t)} as the operations that compute it wherever its branches are
 * taken as at the point where it was recorded, with its derivatives.
 *
 * <p>Each number of an operand is a field of its own, so that expressions made for one cell of a
 * grid stand for a whole grid at once. A program is derived when it is first asked for and kept.
 */
public final class Recording {
  private final Shape shape;
  private final Expr.Pool pool = new Expr.Pool();
  private final Structures structures = new Structures();
  private final Differentiator differentiator = new Differentiator(pool, structures);
  private final List<Expr> results;
  private final Map<Guard, Boolean> guards = new LinkedHashMap<>();
  private final boolean[] outcomes;
  private final Map<StencilOperand, Integer> lengths = new EnumMap<>(StencilOperand.class);
  private final Map<Derivative, Program> programs = new EnumMap<>(Derivative.class);

  /**
   * The numbers of a right-hand side.
   *
   * @param states the number of states
   * @param parameters the number of parameters
   * @param stateElements the elements of matrices that multiply states
   * @param parameterElements the elements of matrices that multiply parameters
   */
  public record Shape(
      int states, int parameters, Elements stateElements, Elements parameterElements) {}

  /**
   * Places in a matrix, in the order in which programs compute them; elsewhere it is zero.
   *
   * @param rows the row of each place
   * @param columns the column of each place
   */
  public record Elements(int[] rows, int[] columns) {}

  /** A right-hand side in the arithmetic of a recording. */
  @FunctionalInterface
  public interface Function {
    /**
     * {@code f(u, p, t)}.
     *
     * @param f receives the right-hand side, of the length of u
     */
    void evaluate(Traced t, Traced[] u, Traced[] p, Traced[] f);
  }

  /** Records a right-hand side at a point. */
  public Recording(Function function, Shape shape, double t, double[] u, double[] p) {
    this.shape = shape;
    lengths.put(StencilOperand.STATE, shape.states());
    lengths.put(StencilOperand.PARAMETERS, shape.parameters());
    lengths.put(StencilOperand.DIRECTION, shape.states() + 1);
    lengths.put(StencilOperand.PARAMETER_DIRECTION, shape.parameters());
    lengths.put(StencilOperand.WEIGHT, shape.states());
    Traced[] f = new Traced[shape.states()];
    function.evaluate(
        new Traced(pool.time(), t, guards),
        traced(StencilOperand.STATE, u),
        traced(StencilOperand.PARAMETERS, p),
        f);
    results = Stream.of(f).map(Traced::expression).toList();
    outcomes = new boolean[guards.size()];
    int k = 0;
    for (boolean outcome : guards.values()) {
      outcomes[k++] = outcome;
    }
  }

  private Traced[] traced(StencilOperand operand, double[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> new Traced(input(operand, i), values[i], guards))
        .toArray(Traced[]::new);
  }

  private Expr input(StencilOperand operand, int index) {
    return pool.field(operand, index, 0, 0);
  }

  /** The number of comparisons on which this recording depends. */
  public int guards() {
    return outcomes.length;
  }

  /**
   * Whether the comparisons come out as they did when this was recorded.
   *
   * @param compared what the program {@link Derivative#GUARDS} computed
   */
  public boolean holds(double[] compared) {
    for (int k = 0; k < outcomes.length; k++) {
      if (compared[k] <= compared[outcomes.length + k] != outcomes[k]) {
        return false;
      }
    }
    return true;
  }

  /** The program of a derivative. */
  synchronized Program program(Derivative derivative) {
    Program program = programs.get(derivative);
    if (program == null) {
      program = ProgramCompiler.compile(expressions(derivative), lengths, structures);
      programs.put(derivative, program);
    }
    return program;
  }

  private List<Expr> expressions(Derivative derivative) {
    return switch (derivative) {
      case GUARDS -> compared();
      case RIGHT_HAND_SIDE -> results;
      case TIME_DERIVATIVE -> differentiator.tangents(results, this::alongTime);
      case JACOBIAN -> stateElements(results);
      case PARAMETER_JACOBIAN -> parameterElements(results);
      case JACOBIAN_VECTOR_PRODUCT ->
          differentiator.tangents(results, e -> along(e, StencilOperand.STATE));
      case PARAMETER_JACOBIAN_VECTOR_PRODUCT ->
          differentiator.tangents(results, e -> along(e, StencilOperand.PARAMETERS));
      case VECTOR_JACOBIAN_PRODUCT -> transposed(results, StencilOperand.STATE);
      case PARAMETER_VECTOR_JACOBIAN_PRODUCT -> transposed(results, StencilOperand.PARAMETERS);
      case STATE_SECOND_ORDER -> stateElements(tangentInTime());
      case PARAMETER_SECOND_ORDER -> parameterElements(tangentInTime());
      case SECOND_ORDER_STATE -> transposed(tangentInTime(), StencilOperand.STATE);
      case SECOND_ORDER_PARAMETERS -> transposed(tangentInTime(), StencilOperand.PARAMETERS);
    };
  }

  private List<Expr> compared() {
    return Stream.concat(
            guards.keySet().stream().map(Guard::left), guards.keySet().stream().map(Guard::right))
        .toList();
  }

  private Expr alongTime(Expr input) {
    return pool.constant(input.operation() == Operation.TIME ? 1 : 0);
  }

  /** The direction of an input when one operand moves. */
  private Expr along(Expr input, StencilOperand moving) {
    if (input.operation() != Operation.FIELD || input.operand() != moving) {
      return pool.constant(0);
    }
    StencilOperand direction =
        moving == StencilOperand.STATE
            ? StencilOperand.DIRECTION
            : StencilOperand.PARAMETER_DIRECTION;
    return input(direction, input.field());
  }

  /** {@code J k + theta f_t}; theta follows the last element of k. */
  private List<Expr> tangentInTime() {
    UnaryOperator<Expr> direction =
        e ->
            e.operation() == Operation.TIME
                ? input(StencilOperand.DIRECTION, shape.states())
                : along(e, StencilOperand.STATE);
    return differentiator.tangents(results, direction);
  }

  private List<Expr> transposed(List<Expr> values, StencilOperand operand) {
    List<Expr> weights =
        IntStream.range(0, values.size()).mapToObj(i -> input(StencilOperand.WEIGHT, i)).toList();
    Map<Expr, Expr> gradient = differentiator.adjoints(values, weights, operand);
    int length = operand == StencilOperand.STATE ? shape.states() : shape.parameters();
    return IntStream.range(0, length)
        .mapToObj(j -> gradient.getOrDefault(input(operand, j), pool.constant(0)))
        .toList();
  }

  private List<Expr> stateElements(List<Expr> values) {
    return elements(values, StencilOperand.STATE, shape.stateElements());
  }

  private List<Expr> parameterElements(List<Expr> values) {
    return elements(values, StencilOperand.PARAMETERS, shape.parameterElements());
  }

  private List<Expr> elements(List<Expr> values, StencilOperand operand, Elements elements) {
    List<Map<Expr, Expr>> rows = differentiator.rows(values, operand);
    List<Expr> found = new ArrayList<>();
    for (int k = 0; k < elements.rows().length; k++) {
      Expr column = input(operand, elements.columns()[k]);
      found.add(rows.get(elements.rows()[k]).getOrDefault(column, pool.constant(0)));
    }
    return found;
  }
}
