package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;

/**
 * How fast is {@code C = A B}, from matrices that fit the first cache to those that fit none?
 *
 * <p>Sizes are n for square matrices, or m x k x n. Run it by {@code bench.jar jmh GemmBenchmark -p
 * size=64}. The result is checked by {@code C x = A (B x)}.
 *
 * <p>What would mislead: operands are in the cache from the call before where they fit, as they are
 * within an LU factorisation but not after a stencil sweep of a large grid; and a wide vector unit
 * lowers the clock of some processors, so that a backend's time here is not its time beside other
 * code.
 */
public class GemmBenchmark extends KernelBenchmark {
  @Param({"32", "64", "96", "128", "192", "256", "512", "1024", "578x578x1156"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.GEMM;
  }

  @Override
  String size() {
    return size;
  }

  /** A product of random matrices. */
  static final class Case implements KernelCase {
    private final DenseAlgebra dense;
    private final int m;
    private final int n;
    private final int k;
    private final double[] hostA;
    private final double[] hostB;
    private final DenseMatrix a;
    private final DenseMatrix b;
    private final DenseMatrix c;

    Case(ComputeBackend backend, Workspace workspace, int[] extents) {
      dense = backend.dense();
      m = extents[0];
      k = extents[extents.length / 2];
      n = extents[extents.length - 1];
      hostA = Data.signed(m * k, 1);
      hostB = Data.signed(k * n, 2);
      a = workspace.allocateMatrix(m, k);
      b = workspace.allocateMatrix(k, n);
      c = workspace.allocateMatrix(m, n);
      Extents.write(hostA, a);
      Extents.write(hostB, b);
    }

    @Override
    public void run() {
      dense.gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, c);
    }

    /** Both sides of the check round each element of y by at most (k + n) units of |A| |B| |x|. */
    @Override
    public double error() {
      run();
      double[] x = Data.signed(n, 3);
      double[] y = Data.product(Extents.read(c), m, x);
      double[] expected = Data.product(hostA, m, Data.product(hostB, k, x));
      double[] bound = Data.absoluteProduct(hostA, m, Data.absoluteProduct(hostB, k, x));
      double error = 0;
      for (int i = 0; i < m; i++) {
        double allowed = 2.0 * (k + n) * Data.ROUNDOFF * bound[i];
        error = Math.max(error, Math.abs(y[i] - expected[i]) / allowed);
      }
      return error;
    }

    @Override
    public KernelCost cost() {
      return KernelCost.gemm(m, n, k);
    }

    @Override
    public double footprint() {
      return Double.BYTES * ((double) m * k + (double) k * n + (double) m * n);
    }
  }
}
