package org.stiffgrad.roofline;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The two loops whose rates bound every kernel. */
final class RooflineLoops {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Enough independent sums to hide the latency of two fused multiply-adds a cycle, few enough for
   * 16 registers.
   */
  private static final int SUMS = 12;

  private RooflineLoops() {}

  /** The floating-point operations of so many rounds of {@link #multiplyAdd}. */
  static double flops(int rounds) {
    return 2.0 * SUMS * L * rounds;
  }

  /**
   * {@code s = s x + y} so many times in each lane of each sum, from s = 0.
   *
   * @return the sum of all lanes of all sums
   */
  static double multiplyAdd(int rounds, double factor, double addend) {
    DoubleVector x = DoubleVector.broadcast(S, factor);
    DoubleVector y = DoubleVector.broadcast(S, addend);
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    DoubleVector s8 = s0;
    DoubleVector s9 = s0;
    DoubleVector s10 = s0;
    DoubleVector s11 = s0;
    for (int i = 0; i < rounds; i++) {
      s0 = s0.fma(x, y);
      s1 = s1.fma(x, y);
      s2 = s2.fma(x, y);
      s3 = s3.fma(x, y);
      s4 = s4.fma(x, y);
      s5 = s5.fma(x, y);
      s6 = s6.fma(x, y);
      s7 = s7.fma(x, y);
      s8 = s8.fma(x, y);
      s9 = s9.fma(x, y);
      s10 = s10.fma(x, y);
      s11 = s11.fma(x, y);
    }
    DoubleVector low = s0.add(s1).add(s2.add(s3)).add(s4.add(s5));
    DoubleVector high = s6.add(s7).add(s8.add(s9)).add(s10.add(s11));
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }

  /** {@code a = b + factor c}, for arrays of one length, a multiple of {@link #granularity()}. */
  static void triad(double[] a, double[] b, double[] c, double factor) {
    DoubleVector x = DoubleVector.broadcast(S, factor);
    for (int i = 0; i < a.length; i += 4 * L) {
      triad(a, b, c, x, i);
      triad(a, b, c, x, i + L);
      triad(a, b, c, x, i + 2 * L);
      triad(a, b, c, x, i + 3 * L);
    }
  }

  private static void triad(double[] a, double[] b, double[] c, DoubleVector x, int i) {
    DoubleVector.fromArray(S, c, i).fma(x, DoubleVector.fromArray(S, b, i)).intoArray(a, i);
  }

  /** What the lengths of the arrays of {@link #triad} are multiples of. */
  static int granularity() {
    return 4 * L;
  }
}
