package org.stiffgrad.linear;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;

/**
 * LU factorisation of the dense W with partial pivoting: {@code 2/3 n^3} operations to factor,
 * {@code 2 n^2} to solve, {@code 8 n^2} bytes.
 */
public final class DenseLu implements LinearSolver {
  @Override
  public String name() {
    return "dense";
  }

  @Override
  public Factorization newFactorization(
      JacobianMatrix jacobian, ComputeBackend backend, Workspace workspace) {
    return new DenseFactorization(jacobian, backend, workspace);
  }

  private static final class DenseFactorization implements Factorization {
    private final JacobianMatrix jacobian;
    private final ComputeBackend backend;
    private final DenseMatrix w;
    private final Pivots pivots;

    DenseFactorization(JacobianMatrix jacobian, ComputeBackend backend, Workspace workspace) {
      this.jacobian = jacobian;
      this.backend = backend;
      this.w = workspace.allocateMatrix(jacobian.rows(), jacobian.rows());
      this.pivots = workspace.allocatePivots(jacobian.rows());
    }

    @Override
    public boolean factor(double shift) {
      jacobian.assembleShifted(shift, w);
      return backend.dense().factor(w, pivots) == 0;
    }

    @Override
    public void solve(Buffer b, Buffer x) {
      solve(Transpose.NO, b, x);
    }

    @Override
    public void solve(DenseMatrix b) {
      backend.dense().solve(Transpose.NO, w, pivots, b);
    }

    @Override
    public void solveTransposed(Buffer b, Buffer x) {
      solve(Transpose.YES, b, x);
    }

    private void solve(Transpose transpose, Buffer b, Buffer x) {
      if (b != x) {
        backend.vectors().copy(b, x);
      }
      backend.dense().solve(transpose, w, pivots, x);
    }
  }
}
