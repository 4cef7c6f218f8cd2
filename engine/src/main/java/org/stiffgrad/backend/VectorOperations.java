package org.stiffgrad.backend;

/**
 * Fused whole-vector operations. Shapes are checked by assertions only: callers pass buffers of one
 * backend with the lengths stated.
 */
public interface VectorOperations {
  /** {@code x_i = value}. */
  void fill(Buffer x, double value);

  /** {@code to_i = from_i}. */
  void copy(Buffer from, Buffer to);

  /** {@code to_{toStart + i} = from_{fromStart + i}} for {@code 0 <= i < count}. */
  void copy(Buffer from, long fromStart, Buffer to, long toStart, long count);

  /**
   * {@code result_i = sum over j < count of coefficients[j] * terms[j]_i}, the sum taken from left
   * to right. The result may be the same buffer as any term; terms with coefficient zero are not
   * read. With {@code count = 0} the result becomes zero.
   */
  void linearCombination(double[] coefficients, Buffer[] terms, int count, Buffer result);

  /**
   * The weighted root-mean-square norm of a local error, {@code sqrt(1/n sum_i (error_i / (abstol +
   * reltol max(|before_i|, |after_i|)))^2)}; NaN if any element is NaN.
   */
  double weightedRmsNorm(Buffer error, Buffer before, Buffer after, double abstol, double reltol);

  /**
   * The largest {@link #weightedRmsNorm} of consecutive blocks of three vectors; NaN if any element
   * of them is NaN. A device hands over one number in place of {@code count}.
   *
   * @param length the number of elements of a block, at least 1
   * @param count the number of blocks, the first of which starts at element 0
   */
  double largestWeightedRmsNorm(
      Buffer error,
      Buffer before,
      Buffer after,
      int length,
      int count,
      double abstol,
      double reltol);

  /** {@code sum_i x_i y_i}. */
  double dot(Buffer x, Buffer y);
}
