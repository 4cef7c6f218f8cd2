package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;

/**
 * How fast is the weighted root-mean-square norm by which a step is accepted, for the 2 N^2 states
 * of an N x N grid?
 *
 * <p>Run it by {@code bench.jar jmh NormBenchmark -p size=256}. The result is checked against a sum
 * in plain Java.
 *
 * <p>What would mislead: a division for each element is the limit where the vectors are in the
 * caches, which the peak of multiplications and additions knows nothing of.
 */
public class NormBenchmark extends KernelBenchmark {
  @Param({"17", "256", "1024"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.NORM;
  }

  @Override
  String size() {
    return size;
  }

  /** The norm of a random vector. */
  static final class Case implements KernelCase {
    private static final int COMPONENTS = 2;
    private static final double ABSTOL = 1e-5;
    private static final double RELTOL = 1e-7;

    private final VectorOperations vectors;
    private final double[][] host;
    private final Buffer error;
    private final Buffer before;
    private final Buffer after;
    private double norm;

    Case(ComputeBackend backend, Workspace workspace, int side) {
      vectors = backend.vectors();
      int length = COMPONENTS * side * side;
      host =
          new double[][] {
            Data.signed(length, 1), Data.positive(length, 2), Data.positive(length, 3)
          };
      error = workspace.allocate(host[0]);
      before = workspace.allocate(host[1]);
      after = workspace.allocate(host[2]);
    }

    @Override
    public void run() {
      norm = vectors.weightedRmsNorm(error, before, after, ABSTOL, RELTOL);
    }

    /** Both sums of n positive numbers round by at most n units. */
    @Override
    public double error() {
      run();
      int n = host[0].length;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double weight = ABSTOL + RELTOL * Math.max(Math.abs(host[1][i]), Math.abs(host[2][i]));
        sum += host[0][i] / weight * (host[0][i] / weight);
      }
      double expected = Math.sqrt(sum / n);
      return Math.abs(norm - expected) / (expected * 2 * (n + 10) * Data.ROUNDOFF);
    }

    @Override
    public KernelCost cost() {
      return KernelCost.weightedRmsNorm(host[0].length);
    }

    @Override
    public double footprint() {
      return cost().bytes();
    }
  }
}
