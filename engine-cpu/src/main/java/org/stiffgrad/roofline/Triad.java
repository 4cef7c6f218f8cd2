package org.stiffgrad.roofline;

import java.util.Arrays;
import org.stiffgrad.backend.KernelCost;

/** The triad {@code a = b + s c} over three arrays that together hold a given number of bytes. */
public final class Triad {
  private static final double S = 3;
  private static final double B = 1;
  private static final double C = 2;

  private final double[] a;
  private final double[] b;
  private final double[] c;

  /**
   * Allocates the arrays.
   *
   * @param footprint the bytes of all three, rounded down to full vectors, at least one of each
   */
  public Triad(double footprint) {
    int step = RooflineLoops.granularity();
    int length = Math.max(step, Math.toIntExact((long) (footprint / 24) / step * step));
    a = new double[length];
    b = new double[length];
    c = new double[length];
    Arrays.fill(b, B);
    Arrays.fill(c, C);
  }

  /** Computes once. */
  public void run() {
    RooflineLoops.triad(a, b, c, S);
  }

  /** Whether the last run computed every element rightly. */
  public boolean isRight() {
    return Arrays.stream(a).allMatch(value -> value == B + S * C);
  }

  /** What a run has to do. */
  public KernelCost cost() {
    return new KernelCost(2.0 * a.length, 3.0 * Double.BYTES * a.length);
  }
}
