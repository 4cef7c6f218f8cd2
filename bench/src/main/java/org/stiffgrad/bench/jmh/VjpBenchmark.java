package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;

/**
 * How fast is {@code J^T w} without the matrix, of the Brusselator on an N x N grid?
 *
 * <p>Run it by {@code bench.jar jmh VjpBenchmark -p size=256}. The result is checked against the
 * reference backend.
 *
 * <p>What would mislead: the same as with {@link RightHandSideBenchmark}. The transpose gathers
 * from the neighbours; a code that scatters would need the weights of other cells once more.
 */
public class VjpBenchmark extends KernelBenchmark {
  @Param({"17", "64", "256", "1024"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.VJP;
  }

  @Override
  String size() {
    return size;
  }
}
