package org.stiffgrad.backend.scalar;

import java.util.Arrays;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.VectorOperations;

/** Whole-vector operations as plain loops over heap arrays. */
public final class ScalarVectorOperations implements VectorOperations {
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
    double[] r = HeapBuffer.elements(result);
    // All terms of an element are read before it is written: the result may be one of the terms.
    for (int i = 0; i < r.length; i++) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        if (coefficients[j] != 0) {
          sum += coefficients[j] * HeapBuffer.elements(terms[j])[i];
        }
      }
      r[i] = sum;
    }
  }

  @Override
  public double weightedRmsNorm(
      Buffer error, Buffer before, Buffer after, double abstol, double reltol) {
    double[] e = HeapBuffer.elements(error);
    double[] u = HeapBuffer.elements(before);
    double[] v = HeapBuffer.elements(after);
    assert e.length == u.length && e.length == v.length;
    return norm(e, u, v, 0, e.length, abstol, reltol);
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
      largest = Math.max(largest, norm(e, u, v, k * length, length, abstol, reltol));
    }
    return largest;
  }

  private static double norm(
      double[] e, double[] u, double[] v, int start, int length, double abstol, double reltol) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      double scaled = e[i] / (abstol + reltol * Math.max(Math.abs(u[i]), Math.abs(v[i])));
      sum += scaled * scaled;
    }
    return Math.sqrt(sum / length);
  }

  @Override
  public double dot(Buffer x, Buffer y) {
    double[] xs = HeapBuffer.elements(x);
    double[] ys = HeapBuffer.elements(y);
    assert xs.length == ys.length;
    double sum = 0;
    for (int i = 0; i < xs.length; i++) {
      sum += xs[i] * ys[i];
    }
    return sum;
  }
}
