package org.stiffgrad;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernelContract;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.VectorOperationsContract;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.DenseLu;
import org.stiffgrad.linear.LinearSolver;
import org.stiffgrad.linear.LinearSolverContract;

/** Every contract of what a backend computes by itself. */
public abstract class KernelsContract {
  /** Opens the backend under test, or skips the test. */
  protected abstract ComputeBackend open();

  /** Whether pivots below the normal numbers are factored with, which libraries may not do. */
  protected boolean dividesBySubnormalPivots() {
    return false;
  }

  /** What one backend and one workspace are opened for, for each test anew. */
  @Nested
  final class Kernels {
    private final ComputeBackend backend = open();
    private final Workspace workspace = backend.newWorkspace();

    @AfterEach
    void close() {
      workspace.close();
      backend.close();
    }

    @Nested
    final class Dense extends DenseAlgebraContract {
      @Override
      protected DenseAlgebra algebra() {
        return backend.dense();
      }

      @Override
      protected boolean dividesBySubnormalPivots() {
        return KernelsContract.this.dividesBySubnormalPivots();
      }

      @Override
      protected Workspace workspace() {
        return workspace;
      }
    }

    @Nested
    final class Vectors extends VectorOperationsContract {
      @Override
      protected VectorOperations operations() {
        return backend.vectors();
      }

      @Override
      protected Workspace workspace() {
        return workspace;
      }
    }

    @Nested
    final class Stencils extends StencilKernelContract {
      @Override
      protected StencilCompiler compiler() {
        return backend.stencils();
      }

      @Override
      protected Workspace workspace() {
        return workspace;
      }
    }
  }

  @Nested
  final class Solver extends LinearSolverContract {
    @Override
    protected ComputeBackend open() {
      return KernelsContract.this.open();
    }

    @Override
    protected LinearSolver solver() {
      return new DenseLu();
    }
  }
}
