package org.stiffgrad.bench.jmh;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.sensitivity.GaussAdjoint;

/**
 * How long is a whole gradient of the document's problem, by the Gauss adjoint with symbolic
 * derivatives and dense LU, at the document's tolerances?
 *
 * <p>Run it by {@code bench.jar jmh GradientBenchmark -p size=17}. The gradient is checked against
 * one of far tighter tolerances.
 *
 * <p>What would mislead: backends round differently and may take another number of steps; and a
 * call allocates its working memory, which one gradient in a program does as well. The command
 * {@code run} has every method, and the errors.
 */
public class GradientBenchmark extends KernelBenchmark {
  @Param({"2", "5", "10", "17"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.GRADIENT;
  }

  @Override
  String size() {
    return size;
  }

  /** The gradient. */
  static final class Case implements KernelCase {
    /** Ten times the largest error over all sizes at these tolerances. */
    private static final double ALLOWED = 1e-5;

    private final ComputeBackend backend;
    private final DocumentGradient document;
    private double[] gradient = {};

    Case(ComputeBackend backend, int side) {
      this.backend = backend;
      document = new DocumentGradient(side);
    }

    @Override
    public void run() {
      gradient = document.by(new GaussAdjoint(), backend);
    }

    @Override
    public double error() {
      run();
      return Data.difference(gradient, document.reference()) / ALLOWED;
    }

    @Override
    public @Nullable KernelCost cost() {
      return null;
    }

    /** Unknown to this class, and of no use without a cost. */
    @Override
    public double footprint() {
      return 0;
    }
  }
}
