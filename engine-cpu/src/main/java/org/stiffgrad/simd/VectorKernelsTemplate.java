package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Template of {@link VectorKernels}; see {@link SpeciesTemplate}. */
final class VectorKernelsTemplate implements VectorKernels {
  private static final VectorSpecies<Double> S = SpeciesTemplate.species(MethodHandles.lookup());
  private static final int L = S.length();

  @Override
  public void linearCombination(
      double[] coefficients, double[][] terms, int count, double[] result) {
    int n = result.length;
    int i = 0;
    // Four vectors at a time, to use each coefficient and array four times per load.
    for (; i + 4 * L <= n; i += 4 * L) {
      DoubleVector s0 = DoubleVector.zero(S);
      DoubleVector s1 = DoubleVector.zero(S);
      DoubleVector s2 = DoubleVector.zero(S);
      DoubleVector s3 = DoubleVector.zero(S);
      for (int j = 0; j < count; j++) {
        double[] x = terms[j];
        DoubleVector c = DoubleVector.broadcast(S, coefficients[j]);
        s0 = c.fma(DoubleVector.fromArray(S, x, i), s0);
        s1 = c.fma(DoubleVector.fromArray(S, x, i + L), s1);
        s2 = c.fma(DoubleVector.fromArray(S, x, i + 2 * L), s2);
        s3 = c.fma(DoubleVector.fromArray(S, x, i + 3 * L), s3);
      }
      s0.intoArray(result, i);
      s1.intoArray(result, i + L);
      s2.intoArray(result, i + 2 * L);
      s3.intoArray(result, i + 3 * L);
    }
    for (; i + L <= n; i += L) {
      DoubleVector s = DoubleVector.zero(S);
      for (int j = 0; j < count; j++) {
        s =
            DoubleVector.fromArray(S, terms[j], i)
                .fma(DoubleVector.broadcast(S, coefficients[j]), s);
      }
      s.intoArray(result, i);
    }
    for (; i < n; i++) {
      double s = 0;
      for (int j = 0; j < count; j++) {
        s = Math.fma(coefficients[j], terms[j][i], s);
      }
      result[i] = s;
    }
  }

  @Override
  public double weightedSquares(
      double[] error,
      double[] before,
      double[] after,
      int start,
      int end,
      double abstol,
      double reltol) {
    DoubleVector absolute = DoubleVector.broadcast(S, abstol);
    DoubleVector relative = DoubleVector.broadcast(S, reltol);
    DoubleVector sum = DoubleVector.zero(S);
    int i = start;
    for (; i + L <= end; i += L) {
      DoubleVector larger =
          DoubleVector.fromArray(S, before, i).abs().max(DoubleVector.fromArray(S, after, i).abs());
      DoubleVector scaled = DoubleVector.fromArray(S, error, i).div(relative.fma(larger, absolute));
      sum = scaled.fma(scaled, sum);
    }
    double total = sum.reduceLanes(VectorOperators.ADD);
    for (; i < end; i++) {
      double larger = Math.max(Math.abs(before[i]), Math.abs(after[i]));
      double scaled = error[i] / Math.fma(reltol, larger, abstol);
      total = Math.fma(scaled, scaled, total);
    }
    return total;
  }

  @Override
  public double dot(double[] x, double[] y) {
    int n = x.length;
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = DoubleVector.zero(S);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    int i = 0;
    // Four sums, to hide the latency of the addition.
    for (; i + 4 * L <= n; i += 4 * L) {
      s0 = DoubleVector.fromArray(S, x, i).fma(DoubleVector.fromArray(S, y, i), s0);
      s1 = DoubleVector.fromArray(S, x, i + L).fma(DoubleVector.fromArray(S, y, i + L), s1);
      s2 = DoubleVector.fromArray(S, x, i + 2 * L).fma(DoubleVector.fromArray(S, y, i + 2 * L), s2);
      s3 = DoubleVector.fromArray(S, x, i + 3 * L).fma(DoubleVector.fromArray(S, y, i + 3 * L), s3);
    }
    double total = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      total = Math.fma(x[i], y[i], total);
    }
    return total;
  }
}
