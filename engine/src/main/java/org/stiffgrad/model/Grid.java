package org.stiffgrad.model;

/**
 * The periodic N x N grid of the unit square that the benchmark document uses: {@code x_i =
 * i/(N-1)}, spacing {@code dx = 1/(N-1)}, neighbours wrap around, so that x = 0 and x = 1 are both
 * grid points and neighbours of each other.
 *
 * <p>A field over the grid is stored column-major, {@code value[i + N*j]}, where i belongs to x; a
 * state of several components is the concatenation of its fields.
 *
 * <p>The grid of one point is the place of a system without space: {@code x = 0}, {@code dx = 1}.
 *
 * @param n points along each side, at least 1
 */
public record Grid(int n) {
  /** The largest side for which the cells of one field can still be indexed by an int. */
  private static final int LARGEST_SIDE = 46340;

  public Grid {
    if (n < 1 || n > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "The grid size n is " + n + "; expected a number from 1 to " + LARGEST_SIDE + ".");
    }
  }

  /** The number of cells N^2. */
  public int cells() {
    return n * n;
  }

  /** The spacing {@code dx = 1/(N-1)}. */
  public double spacing() {
    return 1.0 / intervals();
  }

  /** The coordinate {@code i/(N-1)}, correctly rounded, of a grid index taken modulo N. */
  public double coordinate(int i) {
    return wrap(i) / (double) intervals();
  }

  private int intervals() {
    return Math.max(1, n - 1);
  }

  /** The flat index of the cell {@code (i, j)}, both taken modulo N. */
  public int index(int i, int j) {
    return wrap(i) + n * wrap(j);
  }

  private int wrap(int i) {
    return i >= 0 && i < n ? i : Math.floorMod(i, n);
  }
}
