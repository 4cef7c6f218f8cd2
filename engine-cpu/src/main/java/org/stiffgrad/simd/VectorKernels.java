package org.stiffgrad.simd;

/** The loops of {@link SimdVectorOperations} over whole arrays. */
interface VectorKernels {
  /**
   * {@code result_i = sum over j < count of coefficients[j] * terms[j][i]}; the result may be one
   * of the terms.
   */
  void linearCombination(double[] coefficients, double[][] terms, int count, double[] result);

  /**
   * {@code sum_i (error_i / (abstol + reltol max(|before_i|, |after_i|)))^2} for {@code start <= i
   * < end}.
   */
  double weightedSquares(
      double[] error,
      double[] before,
      double[] after,
      int start,
      int end,
      double abstol,
      double reltol);

  /** {@code sum_i x_i y_i}. */
  double dot(double[] x, double[] y);
}
