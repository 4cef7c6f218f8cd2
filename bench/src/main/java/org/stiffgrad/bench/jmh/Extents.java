package org.stiffgrad.bench.jmh;

import java.util.Arrays;
import org.stiffgrad.backend.DenseMatrix;

/**
 * The sizes of cases as text, such as {@code 578x1156}, and matrices without padding on the host.
 */
final class Extents {
  /** So that a square of it is a length of an array. */
  private static final int LARGEST = 20_000;

  private Extents() {}

  /**
   * The extents in a text.
   *
   * @param most how many there are if there is more than one
   * @throws IllegalArgumentException if the text is anything else
   */
  static int[] read(String size, int most) {
    String[] parts = size.split("x", -1);
    boolean wellFormed =
        (parts.length == 1 || parts.length == most)
            && Arrays.stream(parts).allMatch(part -> part.matches("[1-9]\\d{0,4}"));
    if (wellFormed) {
      int[] extents = Arrays.stream(parts).mapToInt(Integer::parseInt).toArray();
      if (Arrays.stream(extents).allMatch(extent -> extent <= LARGEST)) {
        return extents;
      }
    }
    throw new IllegalArgumentException(
        "The size is '%s'; expected a whole number%s, from 1 to %d."
            .formatted(size, most == 1 ? "" : " or " + most + " of them separated by x", LARGEST));
  }

  /** Copies a column-major array without padding to a matrix. */
  static void write(double[] from, DenseMatrix to) {
    double[] padded = new double[Math.toIntExact(to.elements().length())];
    for (int j = 0; j < to.columns(); j++) {
      System.arraycopy(from, j * to.rows(), padded, j * to.leadingDimension(), to.rows());
    }
    to.elements().write(padded);
  }

  /** Copies a matrix to a column-major array without padding. */
  static double[] read(DenseMatrix from) {
    double[] padded = from.elements().toArray();
    double[] result = new double[from.rows() * from.columns()];
    for (int j = 0; j < from.columns(); j++) {
      System.arraycopy(padded, j * from.leadingDimension(), result, j * from.rows(), from.rows());
    }
    return result;
  }
}
