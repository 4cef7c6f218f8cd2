package org.stiffgrad.bench.compare;

import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.bench.jmh.Kernel;
import org.stiffgrad.bench.jmh.KernelCase;
import org.stiffgrad.bench.jmh.WarmUp;
import org.stiffgrad.roofline.Roofline;

/**
 * What a kernel has to do at a size, and what this machine can do at most, measured now.
 *
 * @param cost operations and bytes of a call, or null if they are not counted
 * @param flopsPerSecond of fused multiply-adds in registers
 * @param bytesPerSecond of a triad of the kernel's footprint
 */
public record Yardstick(@Nullable KernelCost cost, double flopsPerSecond, double bytesPerSecond) {
  private static final WarmUp WARM_UP = new WarmUp(0.6, 1);
  private static final double MOST_WARM_UP_SECONDS = 20;

  /** Repeats the measurement until its loops are compiled. */
  public static void warmUp() {
    double unused =
        WARM_UP.of(
            () -> {
              Roofline roofline = new Roofline();
              double sum = roofline.flopsPerSecond() + roofline.bytesPerSecond(0);
              if (!Double.isFinite(sum)) {
                throw new IllegalStateException("The roofline was measured as " + sum + ".");
              }
            },
            MOST_WARM_UP_SECONDS);
  }

  /**
   * Counts and measures.
   *
   * @throws IllegalArgumentException if there is no case of that size
   */
  public static Yardstick of(Kernel kernel, String size) {
    KernelCost cost;
    double footprint;
    try (ComputeBackend backend = Backends.open(Backends.AUTO);
        Workspace workspace = backend.newWorkspace()) {
      KernelCase kernelCase = kernel.newCase(backend, workspace, size);
      cost = kernelCase.cost();
      footprint = kernelCase.footprint();
    }
    if (cost == null) {
      return new Yardstick(null, Double.NaN, Double.NaN);
    }
    Roofline roofline = new Roofline();
    return new Yardstick(cost, roofline.flopsPerSecond(), roofline.bytesPerSecond(footprint));
  }

  /** The rates of a call that takes so many nanoseconds, or null if its cost is not counted. */
  KernelRow.@Nullable Rates rates(double nanos) {
    if (cost == null) {
      return null;
    }
    double least = 1e9 * cost.leastSeconds(flopsPerSecond, bytesPerSecond);
    return new KernelRow.Rates(
        cost.flops() / nanos,
        cost.bytes() / nanos,
        least / nanos,
        flopsPerSecond * 1e-9,
        bytesPerSecond * 1e-9);
  }
}
