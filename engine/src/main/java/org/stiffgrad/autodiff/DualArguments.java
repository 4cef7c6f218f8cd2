package org.stiffgrad.autodiff;

import java.util.List;
import org.stiffgrad.model.Stencil;

/**
 * The elements of a state or of parameters as dual numbers, each of which moves along one direction
 * at most.
 */
final class DualArguments {
  private static final int[] NONE = {};

  private final double[] values;
  /* How many directions there are; with none, the elements are constants. */
  private final int directions;
  /* The direction along which an element moves, negative for one that does not, and its rate. */
  private final int[] direction;
  private final double[] rate;

  /**
   * Elements that move.
   *
   * @param directions how many directions there are
   * @param direction the one along which each element moves, or a negative number
   * @param rate the partial of each element in its direction
   */
  DualArguments(double[] values, int directions, int[] direction, double[] rate) {
    this.values = values;
    this.directions = directions;
    this.direction = direction;
    this.rate = rate;
  }

  /** Elements that are constants. */
  static DualArguments fixed(double[] values) {
    return new DualArguments(values, 0, NONE, values);
  }

  /**
   * The numbers of one field in several cells.
   *
   * @param start where the field begins
   * @param cells the indices of the cells in the field
   */
  DualNumbers at(int start, int[] cells) {
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      numbers[i] = values[start + cells[i]];
    }
    double[] partials = new double[directions * cells.length];
    if (directions > 0) {
      addPartials(start, cells, 1, partials);
    }
    return DualNumbers.of(numbers, partials);
  }

  /** The linear combination of values of one field around each cell of a block. */
  DualNumbers combination(int start, CellBlock block, Stencil stencil) {
    int count = block.stateCells().length;
    double[] numbers = new double[count];
    double[] partials = new double[directions * count];
    List<Stencil.Point> points = stencil.points();
    for (int k = 0; k < points.size(); k++) {
      Stencil.Point point = points.get(k);
      int[] cells = block.neighbours(point.di(), point.dj());
      for (int i = 0; i < count; i++) {
        numbers[i] += point.weight() * values[start + cells[i]];
      }
      if (directions > 0) {
        addPartials(start, cells, point.weight(), partials);
      }
    }
    return DualNumbers.of(numbers, partials);
  }

  private void addPartials(int start, int[] cells, double weight, double[] partials) {
    for (int i = 0; i < cells.length; i++) {
      int element = start + cells[i];
      int along = direction[element];
      if (along >= 0) {
        partials[along * cells.length + i] += weight * rate[element];
      }
    }
  }
}
