package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;

/**
 * How fast is {@code J v} without the matrix, of the Brusselator on an N x N grid?
 *
 * <p>Run it by {@code bench.jar jmh JvpBenchmark -p size=256}. The result is checked against the
 * reference backend.
 *
 * <p>What would mislead: the same as with {@link RightHandSideBenchmark}. A product reads the
 * direction besides what f reads, so that it cannot be as fast where memory is the limit.
 */
public class JvpBenchmark extends KernelBenchmark {
  @Param({"17", "64", "256", "1024"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.JVP;
  }

  @Override
  String size() {
    return size;
  }
}
