package org.stiffgrad.bench.jmh;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;

/**
 * How fast are solves with LU factors, for one right-hand side, as in each stage of a step, and for
 * as many as there are parameters, as in forward sensitivities?
 *
 * <p>Sizes are the order of the matrix, or that and the number of right-hand sides: 578x1156 are
 * those of N = 17. Run it by {@code bench.jar jmh SolveBenchmark -p size=578x1156}.
 *
 * <p>The matrix is a reflection {@code H = I - 2 v v^T / (v^T v)}: since H is its own inverse and
 * orthogonal, solving in place again and again takes b to H b and back and never grows or decays,
 * so that nothing has to be copied back; the check compares with the product H b.
 *
 * <p>What would mislead: one right-hand side is bound by reading the factors, which here are still
 * in the cache from the call before, as within a step but not at its start.
 */
public class SolveBenchmark extends KernelBenchmark {
  @Param({"32", "128", "578", "578x1156"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.SOLVE;
  }

  @Override
  String size() {
    return size;
  }

  /** Solves with a reflection. */
  static final class Case implements KernelCase {
    private final DenseAlgebra dense;
    private final int n;
    private final int columns;
    private final double[] reflection;
    private final double[] host;
    private final DenseMatrix factors;
    private final Pivots pivots;
    private final DenseMatrix b;

    Case(ComputeBackend backend, Workspace workspace, int[] extents) {
      dense = backend.dense();
      n = extents[0];
      columns = extents.length == 1 ? 1 : extents[1];
      reflection = reflection(Data.positive(n, 1));
      host = Data.signed(n * columns, 2);
      factors = workspace.allocateMatrix(n, n);
      b = workspace.allocateMatrix(n, columns);
      pivots = workspace.allocatePivots(n);
      Extents.write(reflection, factors);
      Extents.write(host, b);
      if (dense.factor(factors, pivots) != 0) {
        throw new IllegalStateException("A reflection of order " + n + " was found singular.");
      }
    }

    private static double[] reflection(double[] v) {
      int n = v.length;
      double square = 0;
      for (double value : v) {
        square += value * value;
      }
      double[] h = new double[n * n];
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          h[i + j * n] = (i == j ? 1 : 0) - 2 * v[i] * v[j] / square;
        }
      }
      return h;
    }

    @Override
    public void run() {
      if (columns == 1) {
        dense.solve(Transpose.NO, factors, pivots, b.elements());
      } else {
        dense.solve(Transpose.NO, factors, pivots, b);
      }
    }

    /** Allows the rounding of the factorisation, the solve and the product, each about n units. */
    @Override
    public double error() {
      Extents.write(host, b);
      run();
      double[] x = Extents.read(b);
      double error = 0;
      for (int c = 0; c < columns; c++) {
        double[] right = Arrays.copyOfRange(host, c * n, (c + 1) * n);
        double[] solution = Arrays.copyOfRange(x, c * n, (c + 1) * n);
        double difference = Data.difference(solution, Data.product(reflection, n, right));
        error = Math.max(error, difference / (100.0 * n * Data.ROUNDOFF));
      }
      return error;
    }

    @Override
    public KernelCost cost() {
      return KernelCost.solve(n, columns);
    }

    @Override
    public double footprint() {
      return Double.BYTES * ((double) n * n + (double) n * columns);
    }
  }
}
