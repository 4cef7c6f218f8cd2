package org.stiffgrad.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reaction-diffusion system in method-of-lines form, written once for every number type.
 *
 * <p>Implementations are stateless apart from constants fixed at construction; {@link #cell} must
 * be a pure function of what it reads.
 */
public interface StencilModel {
  /** The name by which the model is selected, such as {@code brusselator2d}. */
  String name();

  /** The names of the state components, in storage order. */
  List<String> components();

  /** The names of the parameters, each a field with one value per cell, in storage order. */
  List<String> parameters();

  /**
   * The time derivative of every component in one cell.
   *
   * @param cell what can be read
   * @param dudt receives the derivative of each component; length {@code components().size()}
   */
  <T extends Scalar<T>> void cell(Cell<T> cell, T[] dudt);

  /** The conventional initial value of a component at {@code (x, y)}. */
  double initialValue(int component, double x, double y);

  /** The conventional value of a parameter, the same in every cell. */
  double parameterValue(int parameter);

  /**
   * The times at which the right-hand side jumps, ascending. The right-hand side is taken to be
   * right-continuous there; an integrator steps onto each of these times.
   */
  default double[] discontinuityTimes() {
    return new double[0];
  }

  /** Derivatives of this model written by hand for a grid, or null if it has none. */
  default @Nullable HandWrittenDerivatives handWritten(Grid grid) {
    return null;
  }

  /** The state length {@code components * N^2}. */
  default int stateLength(Grid grid) {
    return length("state", components().size(), grid);
  }

  /** The parameter length {@code parameters * N^2}. */
  default int parameterLength(Grid grid) {
    return length("parameter", parameters().size(), grid);
  }

  private int length(String what, int fields, Grid grid) {
    long length = (long) fields * grid.cells();
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "At n = %d the model %s has %d %s values, more than one array can hold; choose a smaller grid."
              .formatted(grid.n(), name(), length, what));
    }
    return (int) length;
  }

  /** The conventional initial state on a grid. */
  default double[] initialState(Grid grid) {
    int cells = grid.cells();
    double[] state = new double[stateLength(grid)];
    for (int k = 0; k < components().size(); k++) {
      for (int j = 0; j < grid.n(); j++) {
        for (int i = 0; i < grid.n(); i++) {
          state[k * cells + grid.index(i, j)] =
              initialValue(k, grid.coordinate(i), grid.coordinate(j));
        }
      }
    }
    return state;
  }

  /** The conventional parameters on a grid. */
  default double[] parameters(Grid grid) {
    int cells = grid.cells();
    double[] values = new double[parameterLength(grid)];
    for (int k = 0; k < parameters().size(); k++) {
      Arrays.fill(values, k * cells, (k + 1) * cells, parameterValue(k));
    }
    return values;
  }
}
