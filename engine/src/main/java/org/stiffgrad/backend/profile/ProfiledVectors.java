package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.VectorOperations;

/** Counts vector operations. */
final class ProfiledVectors implements VectorOperations {
  private final VectorOperations vectors;
  private final KernelCounter fill;
  private final KernelCounter copy;
  private final KernelCounter combination;
  private final KernelCounter norm;
  private final KernelCounter dot;

  ProfiledVectors(VectorOperations vectors, KernelCounters counters) {
    this.vectors = vectors;
    fill = counters.named("fill");
    copy = counters.named("copy");
    combination = counters.named("linear combination");
    norm = counters.named("weighted norm");
    dot = counters.named("dot product");
  }

  @Override
  public void fill(Buffer x, double value) {
    long begun = fill.begin();
    vectors.fill(x, value);
    fill.end(begun, KernelCost.fill(x.length()));
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    long begun = copy.begin();
    vectors.copy(from, to);
    copy.end(begun, KernelCost.copy(from.length()));
  }

  @Override
  public void copy(Buffer from, long fromStart, Buffer to, long toStart, long count) {
    long begun = copy.begin();
    vectors.copy(from, fromStart, to, toStart, count);
    copy.end(begun, KernelCost.copy(count));
  }

  @Override
  public void linearCombination(double[] coefficients, Buffer[] terms, int count, Buffer result) {
    long begun = combination.begin();
    vectors.linearCombination(coefficients, terms, count, result);
    combination.end(
        begun, KernelCost.linearCombination(result.length(), nonzero(coefficients, count)));
  }

  private static int nonzero(double[] coefficients, int count) {
    int nonzero = 0;
    for (int j = 0; j < count; j++) {
      nonzero += coefficients[j] != 0 ? 1 : 0;
    }
    return nonzero;
  }

  @Override
  public double weightedRmsNorm(
      Buffer error, Buffer before, Buffer after, double abstol, double reltol) {
    long begun = norm.begin();
    double result = vectors.weightedRmsNorm(error, before, after, abstol, reltol);
    norm.end(begun, KernelCost.weightedRmsNorm(error.length()));
    return result;
  }

  @Override
  public double dot(Buffer x, Buffer y) {
    long begun = dot.begin();
    double result = vectors.dot(x, y);
    dot.end(begun, KernelCost.dot(x.length()));
    return result;
  }
}
