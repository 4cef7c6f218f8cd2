package org.stiffgrad.autodiff;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The columns of a sparse matrix in chunks of a few colours each, for evaluation by dual numbers:
 * one run of a function gives the columns of one chunk, with one direction for each of its colours.
 */
final class ColumnChunks {
  private static final int LARGEST_CHUNK = 12;
  private static final int OTHER_CHUNK = -1;

  private final int width;
  /* For each chunk, the direction of each column. */
  private final int[][] directions;
  private final double[] ones;

  /**
   * The chunks of a matrix.
   *
   * @param pattern where the matrix may be nonzero
   * @param copies how many arguments of its columns lie one behind the other
   */
  ColumnChunks(SparsityPattern pattern, int copies) {
    Colouring colouring = pattern.columnColouring();
    int count = Math.ceilDiv(colouring.count(), LARGEST_CHUNK);
    width = count == 0 ? 0 : Math.ceilDiv(colouring.count(), count);
    directions = new int[count][];
    for (int chunk = 0; chunk < count; chunk++) {
      int first = chunk * width;
      directions[chunk] =
          IntStream.range(0, copies * pattern.columns())
              .map(j -> colouring.of(j % pattern.columns()) - first)
              .map(direction -> direction < width ? Math.max(direction, OTHER_CHUNK) : OTHER_CHUNK)
              .toArray();
    }
    ones = new double[copies * pattern.columns()];
    Arrays.fill(ones, 1);
  }

  /** The number of chunks. */
  int count() {
    return directions.length;
  }

  /** The number of directions of each chunk; the last one may not use all. */
  int width() {
    return width;
  }

  /** The arguments of which the columns of a chunk are the derivatives. */
  DualArguments seeded(int chunk, double[] values) {
    return new DualArguments(values, width, directions[chunk], ones);
  }

  /**
   * Stores the columns of a chunk that a function of the seeded arguments shows.
   *
   * @param partials the derivative of row i in direction d at {@code [first + d * rows + i]}
   */
  void collect(int chunk, double[] partials, int first, HostSparseMatrix result) {
    SparsityPattern pattern = result.pattern();
    double[] values = result.values();
    for (int j = 0; j < pattern.columns(); j++) {
      int direction = directions[chunk][j];
      if (direction >= 0) {
        int start = first + direction * pattern.rows();
        for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
          values[k] = partials[start + pattern.row(k)];
        }
      }
    }
  }
}
