package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Template of {@link PanelKernels}; see {@link SpeciesTemplate}. */
final class PanelKernelsTemplate implements PanelKernels {
  private static final VectorSpecies<Double> S = SpeciesTemplate.species(MethodHandles.lookup());
  private static final int L = S.length();

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
   * The first row from k on with the largest magnitude, or -1 if that is zero or NaN. Vectors start
   * at multiples of L below the panel's first row, as they do in eliminate: a load that straddles
   * two recent stores would have to wait for both.
   */
  private static int indexOfMaximum(double[] a, int column, int k, int rows) {
    int i = k / L * L;
    DoubleVector largest =
        DoubleVector.fromArray(S, a, column + i, S.indexInRange(i - k, rows - k)).abs();
    int second = i + L;
    for (i = second; i + L <= rows; i += L) {
      DoubleVector v = DoubleVector.fromArray(S, a, column + i).abs();
      largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
    }
    if (i < rows) {
      DoubleVector v = DoubleVector.fromArray(S, a, column + i, S.indexInRange(i, rows)).abs();
      largest = largest.blend(v, v.compare(VectorOperators.GT, largest));
    }
    double maximum = largest.reduceLanes(VectorOperators.MAX);
    if (!(maximum > 0)) {
      return -1;
    }
    for (i = k; i < rows; i++) {
      if (Math.abs(a[column + i]) == maximum) {
        return i;
      }
    }
    return -1;
  }

  /** Divides column k by its pivot and subtracts its multiples from the columns after it. */
  private static void eliminate(double[] a, int offset, int ld, int rows, int columns, int k) {
    double pivot = a[offset + k * ld + k];
    int i = (k + 1) / L * L;
    if (i <= k) {
      eliminateEdge(a, offset, ld, rows, columns, k, i, pivot);
      i += L;
    }
    DoubleVector pivots = DoubleVector.broadcast(S, pivot);
    for (; i + L <= rows; i += L) {
      DoubleVector l = DoubleVector.fromArray(S, a, offset + k * ld + i).div(pivots);
      l.intoArray(a, offset + k * ld + i);
      DoubleVector minus = l.neg();
      for (int j = k + 1; j < columns; j++) {
        int start = offset + j * ld;
        minus
            .fma(DoubleVector.broadcast(S, a[start + k]), DoubleVector.fromArray(S, a, start + i))
            .intoArray(a, start + i);
      }
    }
    if (i < rows) {
      eliminateEdge(a, offset, ld, rows, columns, k, i, pivot);
    }
  }

  /** Eliminates in the one vector at row i, which reaches above row k + 1 or below the last. */
  private static void eliminateEdge(
      double[] a, int offset, int ld, int rows, int columns, int k, int i, double pivot) {
    VectorMask<Double> below = S.indexInRange(i - k - 1, rows - k - 1);
    int start = offset + k * ld + i;
    if (i + L <= rows) {
      // Whole vectors although some lanes stay as they are: masked stores do not forward to loads.
      DoubleVector v = DoubleVector.fromArray(S, a, start);
      DoubleVector l = v.div(DoubleVector.broadcast(S, pivot));
      v.blend(l, below).intoArray(a, start);
      DoubleVector minus = DoubleVector.zero(S).blend(l.neg(), below);
      for (int j = k + 1; j < columns; j++) {
        start += ld;
        minus
            .fma(DoubleVector.broadcast(S, a[start - i + k]), DoubleVector.fromArray(S, a, start))
            .intoArray(a, start);
      }
    } else {
      DoubleVector l =
          DoubleVector.fromArray(S, a, start, below).div(DoubleVector.broadcast(S, pivot));
      l.intoArray(a, start, below);
      DoubleVector minus = l.neg();
      for (int j = k + 1; j < columns; j++) {
        start += ld;
        minus
            .fma(
                DoubleVector.broadcast(S, a[start - i + k]),
                DoubleVector.fromArray(S, a, start, below))
            .intoArray(a, start, below);
      }
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
    if (i < rows) {
      VectorMask<Double> inside = S.indexInRange(i, rows);
      DoubleVector s = DoubleVector.fromArray(S, y, yOffset + i, inside);
      for (int j = 0; j < BLOCK; j++) {
        s =
            DoubleVector.fromArray(S, a, offset + j * ld + i, inside)
                .fma(DoubleVector.broadcast(S, -x[xOffset + j]), s);
      }
      s.intoArray(y, yOffset + i, inside);
    }
  }

  @Override
  public void subtractTransposedProduct(
      int rows, double[] a, int offset, int ld, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
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
    if (i < rows) {
      VectorMask<Double> inside = S.indexInRange(i, rows);
      DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i, inside);
      for (int j = 0; j < BLOCK; j++) {
        y[yOffset + j] -=
            DoubleVector.fromArray(S, a, offset + j * ld + i, inside)
                .mul(v)
                .reduceLanes(VectorOperators.ADD);
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
        for (int i = 0; i < width; i++) {
          target[start + l * width + i] = i < rows ? a[offset + l * ld + i] : 0;
        }
      }
    }
  }
}
