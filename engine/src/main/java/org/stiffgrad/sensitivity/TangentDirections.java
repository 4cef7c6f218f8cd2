package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.stiffgrad.problem.OdeProblem;

/**
 * The directions that one solve carries along: neighbours in the list of all parameters, followed,
 * if they are wanted, by all initial states.
 */
final class TangentDirections {
  private final OdeProblem problem;
  private final int total;
  private final int columns;
  private int first;

  /**
   * @param largest the most directions of one solve
   */
  TangentDirections(OdeProblem problem, boolean initialStates, int largest) {
    this.problem = problem;
    total = Math.addExact(problem.parameterLength(), initialStates ? problem.stateLength() : 0);
    columns = Math.min(total, largest);
  }

  /** The number of all directions. */
  int total() {
    return total;
  }

  /** The number of directions of one solve. */
  int columns() {
    return columns;
  }

  /** The first direction of the present solve. */
  int first() {
    return first;
  }

  /**
   * Moves to the directions from a number on, or to the last ones if fewer than {@link #columns}
   * are left: every solve is of the same size, and some directions may be done twice.
   */
  void moveTo(int direction) {
    first = Math.min(direction, total - columns);
  }

  /** How many of the present directions are parameters; they come first. */
  int parameterCount() {
    return Math.clamp(problem.parameterLength() - first, 0, columns);
  }

  /**
   * The initial values of u and S, column by column.
   *
   * @param result of {@code n (1 + columns)} elements
   */
  void initialValues(double[] result) {
    double[] state = problem.initialState();
    int n = state.length;
    System.arraycopy(state, 0, result, 0, n);
    Arrays.fill(result, n, result.length, 0);
    for (int c = parameterCount(); c < columns; c++) {
      int component = first + c - problem.parameterLength();
      result[(1 + c) * n + component] = 1;
    }
  }
}
