package org.stiffgrad.simd;

import java.util.Arrays;
import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.VectorOperations;

/** Whole-vector operations on the Vector API over heap arrays; for one thread at a time. */
public final class SimdVectorOperations implements VectorOperations {
  private final VectorKernels kernels;
  // The terms of a linear combination that count, grown on demand.
  private double[] activeCoefficients = new double[16];
  private double[][] activeTerms = new double[16][];

  /**
   * Operations on vectors of one species.
   *
   * @param species 128, 256 or 512 bits wide
   */
  public SimdVectorOperations(VectorSpecies<Double> species) {
    kernels = SimdKernels.of(species).vectors();
  }

  @Override
  public void fill(Buffer x, double value) {
    Arrays.fill(HeapBuffer.elements(x), value);
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    double[] source = HeapBuffer.elements(from);
    double[] target = HeapBuffer.elements(to);
    assert source.length == target.length;
    System.arraycopy(source, 0, target, 0, source.length);
  }

  @Override
  public void copy(Buffer from, long fromStart, Buffer to, long toStart, long count) {
    System.arraycopy(
        HeapBuffer.elements(from),
        (int) fromStart,
        HeapBuffer.elements(to),
        (int) toStart,
        (int) count);
  }

  @Override
  public void linearCombination(double[] coefficients, Buffer[] terms, int count, Buffer result) {
    if (activeTerms.length < count) {
      activeCoefficients = new double[2 * count];
      activeTerms = new double[2 * count][];
    }
    double[] target = HeapBuffer.elements(result);
    int active = 0;
    for (int j = 0; j < count; j++) {
      if (coefficients[j] != 0) {
        activeCoefficients[active] = coefficients[j];
        activeTerms[active] = HeapBuffer.elements(terms[j]);
        assert activeTerms[active].length == target.length;
        active++;
      }
    }
    kernels.linearCombination(activeCoefficients, activeTerms, active, target);
  }

  @Override
  public double weightedRmsNorm(
      Buffer error, Buffer before, Buffer after, double abstol, double reltol) {
    double[] e = HeapBuffer.elements(error);
    double[] u = HeapBuffer.elements(before);
    double[] v = HeapBuffer.elements(after);
    assert e.length == u.length && e.length == v.length;
    return Math.sqrt(kernels.weightedSquares(e, u, v, 0, e.length, abstol, reltol) / e.length);
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
    double[] e = HeapBuffer.elements(error);
    double[] u = HeapBuffer.elements(before);
    double[] v = HeapBuffer.elements(after);
    double largest = 0;
    for (int k = 0; k < count; k++) {
      int start = k * length;
      double squares = kernels.weightedSquares(e, u, v, start, start + length, abstol, reltol);
      largest = Math.max(largest, squares);
    }
    return Math.sqrt(largest / length);
  }

  @Override
  public double dot(Buffer x, Buffer y) {
    double[] xs = HeapBuffer.elements(x);
    double[] ys = HeapBuffer.elements(y);
    assert xs.length == ys.length;
    return kernels.dot(xs, ys);
  }
}
