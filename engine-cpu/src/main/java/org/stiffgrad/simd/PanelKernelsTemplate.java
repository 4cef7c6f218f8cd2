package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
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

  @Override
  public int factor(
      double[] a, int offset, int ld, int rows, int columns, int[] interchanges, int first) {
    for (int k = 0; k < columns; k++) {
      int column = offset + k * ld;
      int p = indexOfMaximum(a, column, k, rows);
      if (p < 0) {
        return k + 1;
      }
      interchanges[first + k] = first + p;
      if (p != k) {
        for (int j = 0; j < columns; j++) {
          int start = offset + j * ld;
          double former = a[start + k];
          a[start + k] = a[start + p];
          a[start + p] = former;
        }
      }
      eliminate(a, offset, ld, rows, columns, k);
    }
    return 0;
  }

  /**
   * The first row from k on with the largest magnitude, or -1 if that is zero or NaN. Magnitudes
   * are compared as integers, which have the same order and put NaN above all numbers; the maximum
   * of doubles would take several instructions.
   */
  private static int indexOfMaximum(double[] a, int column, int k, int rows) {
    int i = k / L * L;
    long maximum = 0;
    if (i + L <= rows) {
      LongVector largest = magnitudes(a, column + i).and(lanesFrom(k - i));
      for (i += L; i + L <= rows; i += L) {
        largest = largest.max(magnitudes(a, column + i));
      }
      maximum = largest.reduceLanes(VectorOperators.MAX);
    }
    for (i = Math.max(i, k); i < rows; i++) {
      maximum = Math.max(maximum, magnitude(a[column + i]));
    }
    if (maximum == 0 || maximum > INFINITY) {
      return -1;
    }
    for (i = k; magnitude(a[column + i]) != maximum; ) {
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
   * Divides column k by its pivot and subtracts its multiples from the columns after it. Vectors
   * start at multiples of L below the panel's first row, whatever k: a load that straddled two
   * recent stores would have to wait for both.
   */
  private static void eliminate(double[] a, int offset, int ld, int rows, int columns, int k) {
    double pivot = a[offset + k * ld + k];
    int i = (k + 1) / L * L;
    if (i <= k && i + L <= rows) {
      eliminateHead(a, offset, ld, columns, k, i, pivot);
      i += L;
    }
    int whole = Math.max(i, i + (rows - i) / L * L);
    if (i < whole) {
      divide(a, offset + k * ld + i, whole - i, pivot);
      int j = k + 1;
      for (; j + 4 <= columns; j += 4) {
        eliminateFour(a, offset, ld, i, whole, k, j);
      }
      for (; j < columns; j++) {
        eliminateOne(a, offset, ld, i, whole, k, j);
      }
    }
    for (i = Math.max(whole, k + 1); i < rows; i++) {
      double l = a[offset + k * ld + i] / pivot;
      a[offset + k * ld + i] = l;
      for (int j = k + 1; j < columns; j++) {
        int start = offset + j * ld;
        a[start + i] = Math.fma(-l, a[start + k], a[start + i]);
      }
    }
  }

  /** Eliminates in the one vector at row i whose first lanes are at or above row k. */
  private static void eliminateHead(
      double[] a, int offset, int ld, int columns, int k, int i, double pivot) {
    LongVector below = lanesFrom(k + 1 - i);
    int start = offset + k * ld + i;
    DoubleVector v = DoubleVector.fromArray(S, a, start);
    LongVector l = v.div(DoubleVector.broadcast(S, pivot)).reinterpretAsLongs();
    v.reinterpretAsLongs().bitwiseBlend(l, below).reinterpretAsDoubles().intoArray(a, start);
    // Multiples of zero leave the rows of U as they are.
    DoubleVector minus = l.and(below).reinterpretAsDoubles().neg();
    for (int j = k + 1; j < columns; j++) {
      start += ld;
      minus
          .fma(DoubleVector.broadcast(S, a[start - i + k]), DoubleVector.fromArray(S, a, start))
          .intoArray(a, start);
    }
  }

  /** {@code x = x / divisor} for whole vectors, by a multiplication if that loses nothing. */
  private static void divide(double[] x, int start, int n, double divisor) {
    double reciprocal = 1 / divisor;
    if (Double.isInfinite(reciprocal) || Math.abs(reciprocal) < Double.MIN_NORMAL) {
      for (int i = start; i < start + n; i++) {
        x[i] /= divisor;
      }
    } else {
      DoubleVector factor = DoubleVector.broadcast(S, reciprocal);
      for (int i = start; i < start + n; i += L) {
        DoubleVector.fromArray(S, x, i).mul(factor).intoArray(x, i);
      }
    }
  }

  private static void eliminateFour(
      double[] a, int offset, int ld, int from, int to, int k, int j) {
    int l = offset + k * ld;
    int c0 = offset + j * ld;
    int c1 = c0 + ld;
    int c2 = c1 + ld;
    int c3 = c2 + ld;
    DoubleVector u0 = DoubleVector.broadcast(S, -a[c0 + k]);
    DoubleVector u1 = DoubleVector.broadcast(S, -a[c1 + k]);
    DoubleVector u2 = DoubleVector.broadcast(S, -a[c2 + k]);
    DoubleVector u3 = DoubleVector.broadcast(S, -a[c3 + k]);
    for (int i = from; i < to; i += L) {
      DoubleVector v = DoubleVector.fromArray(S, a, l + i);
      v.fma(u0, DoubleVector.fromArray(S, a, c0 + i)).intoArray(a, c0 + i);
      v.fma(u1, DoubleVector.fromArray(S, a, c1 + i)).intoArray(a, c1 + i);
      v.fma(u2, DoubleVector.fromArray(S, a, c2 + i)).intoArray(a, c2 + i);
      v.fma(u3, DoubleVector.fromArray(S, a, c3 + i)).intoArray(a, c3 + i);
    }
  }

  private static void eliminateOne(double[] a, int offset, int ld, int from, int to, int k, int j) {
    int l = offset + k * ld;
    int c = offset + j * ld;
    DoubleVector u = DoubleVector.broadcast(S, -a[c + k]);
    for (int i = from; i < to; i += L) {
      DoubleVector.fromArray(S, a, l + i)
          .fma(u, DoubleVector.fromArray(S, a, c + i))
          .intoArray(a, c + i);
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
    if (rows == width && width % L == 0) {
      for (int l = 0; l < depth; l++) {
        int from = offset + l * ld;
        int to = start + l * width;
        for (int i = 0; i < width; i += L) {
          DoubleVector.fromArray(S, a, from + i).intoArray(target, to + i);
        }
      }
    } else {
      for (int l = 0; l < depth; l++) {
        int to = start + l * width;
        System.arraycopy(a, offset + l * ld, target, to, rows);
        for (int i = to + rows; i < to + width; i++) {
          target[i] = 0;
        }
      }
    }
  }

  @Override
  public void addTile(
      int rows,
      int columns,
      double[] tile,
      int height,
      double beta,
      double[] c,
      int offset,
      int ld) {
    DoubleVector factor = DoubleVector.broadcast(S, beta);
    for (int j = 0; j < columns; j++) {
      int from = j * height;
      int to = offset + j * ld;
      if (beta == 0) {
        System.arraycopy(tile, from, c, to, rows);
        continue;
      }
      int i = 0;
      for (; i + L <= rows; i += L) {
        DoubleVector.fromArray(S, c, to + i)
            .fma(factor, DoubleVector.fromArray(S, tile, from + i))
            .intoArray(c, to + i);
      }
      for (; i < rows; i++) {
        c[to + i] = Math.fma(beta, c[to + i], tile[from + i]);
      }
    }
  }
}
