package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.VectorOperations;

/** Counts vector operations. */
final class ProfiledVectors implements VectorOperations {
  private final VectorOperations vectors;
  private final KernelCounters counters;
  private final KernelCounter fill;
  private final KernelCounter copy;
  private final KernelCounter combination;
  private final KernelCounter norm;
  private final KernelCounter dot;

  ProfiledVectors(VectorOperations vectors, KernelCounters counters) {
    this.vectors = vectors;
    this.counters = counters;
    fill = counters.named("fill");
    copy = counters.named("copy");
    combination = counters.named("linear combination");
    norm = counters.named("weighted norm");
    dot = counters.named("dot product");
  }

  @Override
  public void fill(Buffer x, double value) {
    if (fill.skips()) {
      vectors.fill(x, value);
      return;
    }
    long start = counters.clock();
    vectors.fill(x, value);
    long nanos = counters.clock() - start;
    fill.add(nanos, KernelCost.fill(x.length()));
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    if (copy.skips()) {
      vectors.copy(from, to);
      return;
    }
    long start = counters.clock();
    vectors.copy(from, to);
    long nanos = counters.clock() - start;
    copy.add(nanos, KernelCost.copy(from.length()));
  }

  @Override
  public void copy(Buffer from, long fromStart, Buffer to, long toStart, long count) {
    if (copy.skips()) {
      vectors.copy(from, fromStart, to, toStart, count);
      return;
    }
    long start = counters.clock();
    vectors.copy(from, fromStart, to, toStart, count);
    long nanos = counters.clock() - start;
    copy.add(nanos, KernelCost.copy(count));
  }

  @Override
  public void linearCombination(double[] coefficients, Buffer[] terms, int count, Buffer result) {
    if (combination.skips()) {
      vectors.linearCombination(coefficients, terms, count, result);
      return;
    }
    long start = counters.clock();
    vectors.linearCombination(coefficients, terms, count, result);
    long nanos = counters.clock() - start;
    combination.add(
        nanos, KernelCost.linearCombination(result.length(), nonzero(coefficients, count)));
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
    if (norm.skips()) {
      return vectors.weightedRmsNorm(error, before, after, abstol, reltol);
    }
    long start = counters.clock();
    double result = vectors.weightedRmsNorm(error, before, after, abstol, reltol);
    long nanos = counters.clock() - start;
    norm.add(nanos, KernelCost.weightedRmsNorm(error.length()));
    return result;
  }

  @Override
  public double largestWeightedRmsNorm(
      Buffer error,
      Buffer before,
      Buffer after,
      int length,
      int count,
      double abstol,
      double reltol) {
    if (norm.skips()) {
      return vectors.largestWeightedRmsNorm(error, before, after, length, count, abstol, reltol);
    }
    long start = counters.clock();
    double result =
        vectors.largestWeightedRmsNorm(error, before, after, length, count, abstol, reltol);
    long nanos = counters.clock() - start;
    norm.add(nanos, KernelCost.weightedRmsNorm((long) length * count));
    return result;
  }

  @Override
  public double dot(Buffer x, Buffer y) {
    if (dot.skips()) {
      return vectors.dot(x, y);
    }
    long start = counters.clock();
    double result = vectors.dot(x, y);
    long nanos = counters.clock() - start;
    dot.add(nanos, KernelCost.dot(x.length()));
    return result;
  }
}
