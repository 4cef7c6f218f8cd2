package org.stiffgrad.bench.compare;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.bench.jmh.Kernel;
import org.stiffgrad.bench.jmh.KernelCase;
import org.stiffgrad.bench.jmh.WarmUp;
import org.stiffgrad.roofline.Roofline;

/**
 * What a kernel has to do at a size, and what this machine can do at most.
 *
 * @param cost operations and bytes of a call
 * @param flopsPerSecond of fused multiply-adds in registers
 * @param bytesPerSecond of a triad of the kernel's footprint
 */
public record Yardstick(KernelCost cost, double flopsPerSecond, double bytesPerSecond) {
  private static final double MOST_WARM_UP_SECONDS = 20;

  /**
   * A roofline to measure with, whose loops are compiled.
   *
   * @param seconds of the processor, the least for this
   */
  public static Roofline warmRoofline(double seconds) {
    double unused =
        new WarmUp(seconds, seconds)
            .of(
                () -> {
                  Roofline roofline = new Roofline();
                  double sum = roofline.flopsPerSecond() + roofline.bytesPerSecond(0);
                  if (!Double.isFinite(sum)) {
                    throw new IllegalStateException("The roofline was measured as " + sum + ".");
                  }
                },
                MOST_WARM_UP_SECONDS);
    return new Roofline();
  }

  /**
   * Counts, and measures what the roofline does not know yet.
   *
   * @throws IllegalArgumentException if there is no case of that size
   */
  public static Yardstick of(Kernel kernel, String size, Roofline roofline) {
    KernelCost cost;
    double footprint;
    try (ComputeBackend backend = Backends.open(Backends.AUTO);
        Workspace workspace = backend.newWorkspace()) {
      KernelCase kernelCase = kernel.newCase(backend, workspace, size);
      cost = kernelCase.cost();
      footprint = kernelCase.footprint();
    }
    return new Yardstick(cost, roofline.flopsPerSecond(), roofline.bytesPerSecond(footprint));
  }

  /** The rates of a call that takes so many nanoseconds. */
  KernelRow.Rates rates(double nanos) {
    double least = 1e9 * cost.leastSeconds(flopsPerSecond, bytesPerSecond);
    return new KernelRow.Rates(
        cost.flops() / nanos,
        cost.bytes() / nanos,
        least / nanos,
        flopsPerSecond * 1e-9,
        bytesPerSecond * 1e-9);
  }
}
