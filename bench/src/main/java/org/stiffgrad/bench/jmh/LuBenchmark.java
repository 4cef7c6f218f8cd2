package org.stiffgrad.bench.jmh;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;

/**
 * How fast is the LU factorisation with partial pivoting of a random matrix of order n? At N = 17
 * the iteration matrix of a step has n = 578.
 *
 * <p>Run it by {@code bench.jar jmh LuBenchmark -p size=578}. The factors are checked by the
 * residual of a solve, as LAPACK's test suite does.
 *
 * <p>What would mislead: a factorisation overwrites its matrix, so that each call first copies it
 * back, which is part of the time here: some percent of it at every size. Comparisons within one
 * JVM ({@link InterleavedBenchmark}) take it off. A random matrix exchanges nearly every row; the
 * iteration matrix of a step exchanges few.
 */
public class LuBenchmark extends KernelBenchmark {
  @Param({"16", "32", "64", "96", "128", "200", "288", "578", "1152"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.LU;
  }

  @Override
  String size() {
    return size;
  }

  /** A factorisation of a random matrix. */
  static final class Case implements KernelCase {
    /** What LAPACK's tests allow of the residual in units of {@code n |A| |x| ulp}. */
    private static final double RESIDUAL_LIMIT = 30;

    private final VectorOperations vectors;
    private final DenseAlgebra dense;
    private final Workspace workspace;
    private final int n;
    private final double[] host;
    private final DenseMatrix original;
    private final DenseMatrix factors;
    private final Pivots pivots;

    Case(ComputeBackend backend, Workspace workspace, int n) {
      this.n = n;
      this.workspace = workspace;
      vectors = backend.vectors();
      dense = backend.dense();
      host = Data.signed(n * n, 1);
      original = workspace.allocateMatrix(n, n);
      factors = workspace.allocateMatrix(n, n);
      pivots = workspace.allocatePivots(n);
      Extents.write(host, original);
    }

    @Override
    public void restore() {
      vectors.copy(original.elements(), factors.elements());
    }

    @Override
    public boolean restores() {
      return true;
    }

    @Override
    public void run() {
      if (dense.factor(factors, pivots) != 0) {
        throw new IllegalStateException("A random matrix of order " + n + " was found singular.");
      }
    }

    @Override
    public double error() {
      restore();
      run();
      double[] b = Data.signed(n, 2);
      var solution = workspace.allocate(b);
      dense.solve(Transpose.NO, factors, pivots, solution);
      double[] x = solution.toArray();
      double[] product = Data.product(host, n, x);
      double residual = 0;
      for (int i = 0; i < n; i++) {
        residual = Math.max(residual, Math.abs(product[i] - b[i]));
      }
      double[] ones = new double[n];
      Arrays.fill(ones, 1);
      double norm = Data.largest(Data.absoluteProduct(host, n, ones));
      return residual / (RESIDUAL_LIMIT * n * norm * Data.largest(x) * Math.ulp(1.0));
    }

    @Override
    public KernelCost cost() {
      return KernelCost.factor(n);
    }

    @Override
    public double footprint() {
      return (double) Double.BYTES * n * n;
    }
  }
}
