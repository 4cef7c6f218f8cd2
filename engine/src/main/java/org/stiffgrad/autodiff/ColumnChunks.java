package org.stiffgrad.autodiff;

/**
 * The columns of a sparse matrix in chunks of a few colours each, for evaluation by dual numbers:
 * one run of a function gives the columns of one chunk, with one partial for each of its colours.
 */
final class ColumnChunks {
  private static final int LARGEST_CHUNK = 12;

  private final Colouring colouring;
  private final int count;
  /* Row i is the partials of a column of colour i of a chunk. */
  private final double[][] units;

  ColumnChunks(SparsityPattern pattern) {
    colouring = Colouring.ofColumns(pattern);
    count = Math.ceilDiv(colouring.count(), LARGEST_CHUNK);
    int width = count == 0 ? 0 : Math.ceilDiv(colouring.count(), count);
    units = new double[width][width];
    for (int i = 0; i < width; i++) {
      units[i][i] = 1;
    }
  }

  /** The number of chunks, all of which but the last have equally many colours. */
  int count() {
    return count;
  }

  /** Makes the arguments of which the columns of a chunk are the derivatives. */
  void seed(int chunk, double[] values, Dual[] arguments) {
    for (int j = 0; j < values.length; j++) {
      int direction = direction(chunk, j);
      arguments[j] =
          direction >= 0 && direction < units.length
              ? Dual.of(values[j], units[direction])
              : Dual.ofConstant(values[j]);
    }
  }

  private int direction(int chunk, int column) {
    return colouring.of(column) - chunk * units.length;
  }

  /** Stores the columns of a chunk that a function of the seeded arguments shows. */
  void collect(int chunk, Dual[] function, HostSparseMatrix result) {
    SparsityPattern pattern = result.pattern();
    double[] values = result.values();
    for (int j = 0; j < pattern.columns(); j++) {
      int direction = direction(chunk, j);
      if (direction >= 0 && direction < units.length) {
        for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
          values[k] = function[pattern.row(k)].partial(direction);
        }
      }
    }
  }
}
