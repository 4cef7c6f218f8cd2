package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Template of {@link PanelKernels}; see {@link SpeciesTemplate}. */
final class PanelKernelsTemplate implements PanelKernels {
  private static final VectorSpecies<Double> S = SpeciesTemplate.species(MethodHandles.lookup());
  private static final int L = S.length();
  private static final VectorSpecies<Long> BITS = VectorSpecies.of(long.class, S.vectorShape());
  private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  // L times no bits, then L times all bits. There are no masks here: on x86 the JIT does not
  // compile
  // them for vectors of two lanes.
  private static final long[] LANES = new long[2 * L];

  static {
    Arrays.fill(LANES, L, 2 * L, -1);
  }

  // Shuffles that spread one lane over all; named, because elements of an array are no constants.
  private static final VectorShuffle<Double> LANE_0 = lane(0);
  private static final VectorShuffle<Double> LANE_1 = lane(1);
  private static final VectorShuffle<Double> LANE_2 = lane(2);
  private static final VectorShuffle<Double> LANE_3 = lane(3);
  private static final VectorShuffle<Double> LANE_4 = lane(4);
  private static final VectorShuffle<Double> LANE_5 = lane(5);
  private static final VectorShuffle<Double> LANE_6 = lane(6);
  private static final VectorShuffle<Double> LANE_7 = lane(7);

  private static VectorShuffle<Double> lane(int k) {
    int[] lanes = new int[L];
    Arrays.fill(lanes, Math.min(k, L - 1));
    return VectorShuffle.fromArray(S, lanes, 0);
  }

  @Override
  public int factor(
      double[] a, int offset, int ld, int rows, int columns, int[] interchanges, int first) {
    long maximum = largestMagnitude(a, offset, rows);
    for (int k = 0; k < columns; k++) {
      if (maximum == 0 || maximum > INFINITY) {
        return k + 1;
      }
      int p = rowOf(maximum, a, offset + k * ld, k, rows);
      interchanges[first + k] = first + p;
      if (p != k) {
        for (int j = 0; j < columns; j++) {
          int start = offset + j * ld;
          double former = a[start + k];
          a[start + k] = a[start + p];
          a[start + p] = former;
        }
      }
      maximum = eliminate(a, offset, ld, rows, columns - k - 1, k);
    }
    return 0;
  }

  /**
   * The largest magnitude in a column. Magnitudes are compared as integers, which have the same
   * order and put NaN above all numbers; the maximum of doubles would take several instructions.
   */
  private static long largestMagnitude(double[] a, int column, int rows) {
    LongVector largest = LongVector.zero(BITS);
    int i = 0;
    for (; i + L <= rows; i += L) {
      largest = largest.max(magnitudes(a, column + i));
    }
    long maximum = largest.reduceLanes(VectorOperators.MAX);
    for (; i < rows; i++) {
      maximum = Math.max(maximum, magnitude(a[column + i]));
    }
    return maximum;
  }

  /** The first row from k on with the given magnitude, which must be there. */
  private static int rowOf(long magnitude, double[] a, int column, int k, int rows) {
    int i = k;
    if (L > 2) {
      i = k / L * L;
      LongVector counted = lanesFrom(k - i);
      for (; i + L <= rows; i += L) {
        long hits =
            magnitudes(a, column + i).and(counted).compare(VectorOperators.EQ, magnitude).toLong();
        if (hits != 0) {
          return i + Long.numberOfTrailingZeros(hits);
        }
        counted = lanesFrom(0);
      }
      i = Math.max(i, k);
    }
    while (magnitude(a[column + i]) != magnitude) {
      i++;
    }
    return i;
  }

  private static LongVector magnitudes(double[] a, int start) {
    return DoubleVector.fromArray(S, a, start).abs().reinterpretAsLongs();
  }

  private static long magnitude(double x) {
    return Double.doubleToRawLongBits(Math.abs(x));
  }

  /** All bits set in the lanes from {@code lane} on, none before. */
  private static LongVector lanesFrom(int lane) {
    return LongVector.fromArray(BITS, LANES, L - lane);
  }

  /**
   * Divides column k by its pivot and subtracts its multiples from the {@code later} columns after
   * it, in one pass. Vectors start at multiples of L below the panel's first row, whatever k: a
   * load that straddled two recent stores would have to wait for both.
   *
   * @param later at most 7
   * @return the largest magnitude below row k in column k + 1
   */
  private static long eliminate(double[] a, int offset, int ld, int rows, int later, int k) {
    int c0 = offset + k * ld;
    double reciprocal = reciprocal(a, c0, k, rows);
    DoubleVector factor = DoubleVector.broadcast(S, reciprocal);
    int c1 = c0 + ld;
    int c2 = c1 + ld;
    int c3 = c2 + ld;
    int c4 = c3 + ld;
    int c5 = c4 + ld;
    int c6 = c5 + ld;
    int c7 = c6 + ld;
    DoubleVector u1 = DoubleVector.broadcast(S, later > 0 ? -a[c1 + k] : 0);
    DoubleVector u2 = DoubleVector.broadcast(S, later > 1 ? -a[c2 + k] : 0);
    DoubleVector u3 = DoubleVector.broadcast(S, later > 2 ? -a[c3 + k] : 0);
    DoubleVector u4 = DoubleVector.broadcast(S, later > 3 ? -a[c4 + k] : 0);
    DoubleVector u5 = DoubleVector.broadcast(S, later > 4 ? -a[c5 + k] : 0);
    DoubleVector u6 = DoubleVector.broadcast(S, later > 5 ? -a[c6 + k] : 0);
    DoubleVector u7 = DoubleVector.broadcast(S, later > 6 ? -a[c7 + k] : 0);
    LongVector largest = LongVector.zero(BITS);
    int i = (k + 1) / L * L;
    // Multiples of zero leave the rows of U in the first vector as they are.
    LongVector below = lanesFrom(k + 1 - i);
    for (; i + L <= rows; i += L) {
      DoubleVector former = DoubleVector.fromArray(S, a, c0 + i);
      LongVector l = former.mul(factor).reinterpretAsLongs();
      former
          .reinterpretAsLongs()
          .bitwiseBlend(l, below)
          .reinterpretAsDoubles()
          .intoArray(a, c0 + i);
      DoubleVector v = l.and(below).reinterpretAsDoubles();
      if (later > 0) {
        DoubleVector next = v.fma(u1, DoubleVector.fromArray(S, a, c1 + i));
        next.intoArray(a, c1 + i);
        largest = largest.max(next.abs().reinterpretAsLongs().and(below));
      }
      below = lanesFrom(0);
      if (later > 1) {
        v.fma(u2, DoubleVector.fromArray(S, a, c2 + i)).intoArray(a, c2 + i);
      }
      if (later > 2) {
        v.fma(u3, DoubleVector.fromArray(S, a, c3 + i)).intoArray(a, c3 + i);
      }
      if (later > 3) {
        v.fma(u4, DoubleVector.fromArray(S, a, c4 + i)).intoArray(a, c4 + i);
      }
      if (later > 4) {
        v.fma(u5, DoubleVector.fromArray(S, a, c5 + i)).intoArray(a, c5 + i);
      }
      if (later > 5) {
        v.fma(u6, DoubleVector.fromArray(S, a, c6 + i)).intoArray(a, c6 + i);
      }
      if (later > 6) {
        v.fma(u7, DoubleVector.fromArray(S, a, c7 + i)).intoArray(a, c7 + i);
      }
    }
    long maximum = largest.reduceLanes(VectorOperators.MAX);
    for (i = Math.max(i, k + 1); i < rows; i++) {
      double l = a[c0 + i] * reciprocal;
      a[c0 + i] = l;
      for (int j = 1; j <= later; j++) {
        int start = c0 + j * ld;
        a[start + i] = Math.fma(-l, a[start + k], a[start + i]);
      }
      if (later > 0) {
        maximum = Math.max(maximum, magnitude(a[c1 + i]));
      }
    }
    return maximum;
  }

  /**
   * One over the pivot of column k; or 1 after dividing the column by the pivot, where the
   * reciprocal would lose digits.
   */
  private static double reciprocal(double[] a, int column, int k, int rows) {
    double pivot = a[column + k];
    double reciprocal = 1 / pivot;
    if (Double.isInfinite(reciprocal) || Math.abs(reciprocal) < Double.MIN_NORMAL) {
      for (int i = k + 1; i < rows; i++) {
        a[column + i] /= pivot;
      }
      return 1;
    }
    return reciprocal;
  }

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public void substituteForward(
      double[] triangle, int columns, double[] b, int offset, int distance) {
    DoubleVector diagonal = DoubleVector.fromArray(S, triangle, L * L);
    for (int j = 0; j < columns; j++) {
      int at = offset + j * distance;
      DoubleVector x = DoubleVector.fromArray(S, b, at);
      x = DoubleVector.fromArray(S, triangle, 0).fma(x.rearrange(LANE_0), x);
      if (L > 2) {
        x = DoubleVector.fromArray(S, triangle, L).fma(x.rearrange(LANE_1), x);
        x = DoubleVector.fromArray(S, triangle, 2 * L).fma(x.rearrange(LANE_2), x);
      }
      if (L > 4) {
        x = DoubleVector.fromArray(S, triangle, 3 * L).fma(x.rearrange(LANE_3), x);
        x = DoubleVector.fromArray(S, triangle, 4 * L).fma(x.rearrange(LANE_4), x);
        x = DoubleVector.fromArray(S, triangle, 5 * L).fma(x.rearrange(LANE_5), x);
        x = DoubleVector.fromArray(S, triangle, 6 * L).fma(x.rearrange(LANE_6), x);
      }
      x.mul(diagonal).intoArray(b, at);
    }
  }

  @Override
  public void substituteBackward(
      double[] triangle, int columns, double[] b, int offset, int distance) {
    DoubleVector diagonal = DoubleVector.fromArray(S, triangle, L * L);
    for (int j = 0; j < columns; j++) {
      int at = offset + j * distance;
      DoubleVector x = DoubleVector.fromArray(S, b, at);
      if (L > 4) {
        x = DoubleVector.fromArray(S, triangle, 7 * L).fma(x.rearrange(LANE_7), x);
        x = DoubleVector.fromArray(S, triangle, 6 * L).fma(x.rearrange(LANE_6), x);
        x = DoubleVector.fromArray(S, triangle, 5 * L).fma(x.rearrange(LANE_5), x);
        x = DoubleVector.fromArray(S, triangle, 4 * L).fma(x.rearrange(LANE_4), x);
      }
      if (L > 2) {
        x = DoubleVector.fromArray(S, triangle, 3 * L).fma(x.rearrange(LANE_3), x);
        x = DoubleVector.fromArray(S, triangle, 2 * L).fma(x.rearrange(LANE_2), x);
      }
      x = DoubleVector.fromArray(S, triangle, L).fma(x.rearrange(LANE_1), x);
      x.mul(diagonal).intoArray(b, at);
    }
  }

  @Override
  public void subtractProduct(
      int rows, double[] a, int offset, int ld, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector x0 = DoubleVector.broadcast(S, -x[xOffset]);
    DoubleVector x1 = DoubleVector.broadcast(S, -x[xOffset + 1]);
    DoubleVector x2 = DoubleVector.broadcast(S, -x[xOffset + 2]);
    DoubleVector x3 = DoubleVector.broadcast(S, -x[xOffset + 3]);
    DoubleVector x4 = DoubleVector.broadcast(S, -x[xOffset + 4]);
    DoubleVector x5 = DoubleVector.broadcast(S, -x[xOffset + 5]);
    DoubleVector x6 = DoubleVector.broadcast(S, -x[xOffset + 6]);
    DoubleVector x7 = DoubleVector.broadcast(S, -x[xOffset + 7]);
    int i = 0;
    for (; i + L <= rows; i += L) {
      int start = offset + i;
      DoubleVector s = DoubleVector.fromArray(S, y, yOffset + i);
      DoubleVector t = DoubleVector.fromArray(S, a, start).mul(x0);
      s = DoubleVector.fromArray(S, a, start + ld).fma(x1, s);
      t = DoubleVector.fromArray(S, a, start + 2 * ld).fma(x2, t);
      s = DoubleVector.fromArray(S, a, start + 3 * ld).fma(x3, s);
      t = DoubleVector.fromArray(S, a, start + 4 * ld).fma(x4, t);
      s = DoubleVector.fromArray(S, a, start + 5 * ld).fma(x5, s);
      t = DoubleVector.fromArray(S, a, start + 6 * ld).fma(x6, t);
      s = DoubleVector.fromArray(S, a, start + 7 * ld).fma(x7, s);
      s.add(t).intoArray(y, yOffset + i);
    }
    for (; i < rows; i++) {
      double sum = y[yOffset + i];
      for (int j = 0; j < BLOCK; j++) {
        sum = Math.fma(-x[xOffset + j], a[offset + j * ld + i], sum);
      }
      y[yOffset + i] = sum;
    }
  }

  @Override
  public void subtractTransposedProduct(
      int rows, double[] a, int offset, int ld, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = DoubleVector.zero(S);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int i = 0;
    for (; i + L <= rows; i += L) {
      int start = offset + i;
      DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
      s0 = DoubleVector.fromArray(S, a, start).fma(v, s0);
      s1 = DoubleVector.fromArray(S, a, start + ld).fma(v, s1);
      s2 = DoubleVector.fromArray(S, a, start + 2 * ld).fma(v, s2);
      s3 = DoubleVector.fromArray(S, a, start + 3 * ld).fma(v, s3);
      s4 = DoubleVector.fromArray(S, a, start + 4 * ld).fma(v, s4);
      s5 = DoubleVector.fromArray(S, a, start + 5 * ld).fma(v, s5);
      s6 = DoubleVector.fromArray(S, a, start + 6 * ld).fma(v, s6);
      s7 = DoubleVector.fromArray(S, a, start + 7 * ld).fma(v, s7);
    }
    y[yOffset] -= s0.reduceLanes(VectorOperators.ADD);
    y[yOffset + 1] -= s1.reduceLanes(VectorOperators.ADD);
    y[yOffset + 2] -= s2.reduceLanes(VectorOperators.ADD);
    y[yOffset + 3] -= s3.reduceLanes(VectorOperators.ADD);
    y[yOffset + 4] -= s4.reduceLanes(VectorOperators.ADD);
    y[yOffset + 5] -= s5.reduceLanes(VectorOperators.ADD);
    y[yOffset + 6] -= s6.reduceLanes(VectorOperators.ADD);
    y[yOffset + 7] -= s7.reduceLanes(VectorOperators.ADD);
    for (; i < rows; i++) {
      for (int j = 0; j < BLOCK; j++) {
        y[yOffset + j] = Math.fma(-x[xOffset + i], a[offset + j * ld + i], y[yOffset + j]);
      }
    }
  }

  @Override
  public void axpy(int n, double factor, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector factors = DoubleVector.broadcast(S, factor);
    int i = 0;
    for (; i + L <= n; i += L) {
      DoubleVector.fromArray(S, x, xOffset + i)
          .fma(factors, DoubleVector.fromArray(S, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Math.fma(factor, x[xOffset + i], y[yOffset + i]);
    }
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector sum = DoubleVector.zero(S);
    int i = 0;
    for (; i + L <= n; i += L) {
      sum =
          DoubleVector.fromArray(S, x, xOffset + i)
              .fma(DoubleVector.fromArray(S, y, yOffset + i), sum);
    }
    double total = sum.reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      total = Math.fma(x[xOffset + i], y[yOffset + i], total);
    }
    return total;
  }

  @Override
  public void pack(
      int rows, int depth, double[] a, int offset, int ld, double[] target, int start, int width) {
    for (int l = 0; l < depth; l++) {
      int from = offset + l * ld;
      int to = start + l * width;
      int i = 0;
      for (; i + L <= rows; i += L) {
        DoubleVector.fromArray(S, a, from + i).intoArray(target, to + i);
      }
      for (; i < rows; i++) {
        target[to + i] = a[from + i];
      }
      for (; i < width; i++) {
        target[to + i] = 0;
      }
    }
  }

  @Override
  public void addTile(
      int rows,
      int columns,
      double alpha,
      double[] tile,
      int height,
      double beta,
      double[] c,
      int offset,
      int ld) {
    DoubleVector alphas = DoubleVector.broadcast(S, alpha);
    DoubleVector betas = DoubleVector.broadcast(S, beta);
    for (int j = 0; j < columns; j++) {
      int from = j * height;
      int to = offset + j * ld;
      int i = 0;
      // The same operations as in the micro-kernels.
      for (; i + L <= rows; i += L) {
        DoubleVector sum = DoubleVector.fromArray(S, tile, from + i);
        DoubleVector value =
            beta == 0
                ? sum.mul(alphas)
                : sum.fma(alphas, DoubleVector.fromArray(S, c, to + i).mul(betas));
        value.intoArray(c, to + i);
      }
      for (; i < rows; i++) {
        double sum = tile[from + i];
        c[to + i] = beta == 0 ? sum * alpha : Math.fma(sum, alpha, c[to + i] * beta);
      }
    }
  }
}
