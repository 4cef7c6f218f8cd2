package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;

/**
 * How fast is f(u, p, t) of the Brusselator on an N x N grid with parameters that differ from cell
 * to cell?
 *
 * <p>Run it by {@code bench.jar jmh RightHandSideBenchmark -p size=256}. The result is checked
 * against the reference backend, from rough random fields.
 *
 * <p>What would mislead: up to about N = 256 all fields stay in the caches from call to call, and
 * the rate is one of the core; from about N = 1024 on it is one of the memory, which other programs
 * on the machine share. Compare with the triad of the same footprint, not with one figure for all
 * sizes.
 */
public class RightHandSideBenchmark extends KernelBenchmark {
  @Param({"17", "64", "256", "1024"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.RIGHT_HAND_SIDE;
  }

  @Override
  String size() {
    return size;
  }
}
