package org.stiffgrad.gpu;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.DenseShapes;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.runtime.GpuBlas;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.GpuSolver;

/**
 * Dense linear algebra by cuBLAS and cuSOLVER. Factors and pivots stay on the device; one integer
 * tells the host whether a factorisation can be used.
 */
final class GpuDenseAlgebra implements DenseAlgebra {
  private final GpuRuntime runtime;
  private final GpuBlas blas;
  private final GpuSolver solver;
  private final DeviceMemory memory;
  private final GpuKernel scale;
  private final GpuKernel badPivot;
  private final long outcome;
  private final int[] hostOutcome = new int[1];
  private long scratch;
  private long scratchBytes;

  GpuDenseAlgebra(GpuRuntime runtime, DeviceMemory memory, DeviceKernels kernels) {
    this.runtime = runtime;
    blas = runtime.blas();
    solver = runtime.solver();
    this.memory = memory;
    scale = kernels.kernel("scale", 5);
    badPivot = kernels.kernel("badPivot", 4);
    outcome = memory.take(Integer.BYTES, "an integer");
  }

  @Override
  public void gemm(
      Transpose transposeA,
      Transpose transposeB,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c) {
    DenseShapes.checkGemm(transposeA, transposeB, a, b, c);
    if (c.rows() == 0 || c.columns() == 0) {
      return;
    }
    int inner = transposeA == Transpose.NO ? a.columns() : a.rows();
    if (inner == 0) {
      scale(beta, c);
      return;
    }
    blas.gemm(
        transposeA,
        transposeB,
        c.rows(),
        c.columns(),
        inner,
        alpha,
        address(a),
        a.leadingDimension(),
        address(b),
        b.leadingDimension(),
        beta,
        address(c),
        c.leadingDimension());
  }

  private static long address(DenseMatrix matrix) {
    return DeviceBuffer.address(matrix.elements());
  }

  private void scale(double factor, DenseMatrix c) {
    scale.setInt(0, c.rows());
    scale.setInt(1, c.columns());
    scale.setDouble(2, factor);
    scale.setLong(3, address(c));
    scale.setInt(4, c.leadingDimension());
    int blocks = DeviceKernels.blocks((long) c.rows() * c.columns());
    scale.launch(blocks, 1, 1, DeviceKernels.BLOCK, 1, 0);
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    DenseShapes.checkFactor(a, pivots);
    int n = a.rows();
    if (n == 0) {
      return 0;
    }
    long factors = address(a);
    int lda = a.leadingDimension();
    long needed = solver.getrfWorkspaceBytes(n, factors, lda);
    long room = scratch(needed);
    solver.getrf(n, factors, lda, DevicePivots.address(pivots), room, needed, outcome);
    badPivot.setInt(0, n);
    badPivot.setLong(1, factors);
    badPivot.setInt(2, lda);
    badPivot.setLong(3, outcome);
    badPivot.launch(1, 1, 1, DeviceKernels.BLOCK, 1, 0);
    runtime.download(outcome, hostOutcome, 0, 1);
    return hostOutcome[0];
  }

  /** Room for so many bytes, grown on demand. */
  private long scratch(long bytes) {
    if (bytes > scratchBytes) {
      long grown = memory.take(bytes, "what a factorization works on");
      if (scratchBytes > 0) {
        memory.give(scratch, scratchBytes);
      }
      scratch = grown;
      scratchBytes = bytes;
    }
    return scratch;
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    DenseShapes.checkSolve(factors, pivots, b.length());
    int n = factors.rows();
    solve(transpose, factors, pivots, 1, DeviceBuffer.address(b), Math.max(1, n));
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    DenseShapes.checkSolve(factors, pivots, b.rows());
    solve(transpose, factors, pivots, b.columns(), address(b), b.leadingDimension());
  }

  private void solve(
      Transpose transpose, DenseMatrix factors, Pivots pivots, int columns, long b, int ldb) {
    int n = factors.rows();
    if (n > 0 && columns > 0) {
      solver.getrs(
          transpose,
          n,
          columns,
          address(factors),
          factors.leadingDimension(),
          DevicePivots.address(pivots),
          b,
          ldb,
          outcome);
    }
  }
}
