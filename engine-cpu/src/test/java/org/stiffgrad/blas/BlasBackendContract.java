package org.stiffgrad.blas;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.BackendUnderTest;
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
import org.stiffgrad.sensitivity.GradientContract;
import org.stiffgrad.sensitivity.TangentContract;

/** Every contract of backends, for one whose dense algebra is a library's. */
public abstract class BlasBackendContract {
  /** The backend under test. */
  protected abstract String name();

  private ComputeBackend open() {
    return BackendUnderTest.open(name());
  }

  @Nested
  final class Dense extends DenseAlgebraContract {
    private final ComputeBackend backend = open();
    private final Workspace workspace = backend.newWorkspace();

    @Override
    protected DenseAlgebra algebra() {
      return backend.dense();
    }

    @Override
    protected boolean dividesBySubnormalPivots() {
      return false;
    }

    @Override
    protected Workspace workspace() {
      return workspace;
    }

    @AfterEach
    void close() {
      workspace.close();
      backend.close();
    }
  }

  @Nested
  final class Vectors extends VectorOperationsContract {
    private final ComputeBackend backend = open();
    private final Workspace workspace = backend.newWorkspace();

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
    private final ComputeBackend backend = open();
    private final Workspace workspace = backend.newWorkspace();

    @Override
    protected StencilCompiler compiler() {
      return backend.stencils();
    }

    @Override
    protected Workspace workspace() {
      return workspace;
    }
  }

  @Nested
  final class Solver extends LinearSolverContract {
    @Override
    protected ComputeBackend open() {
      return BlasBackendContract.this.open();
    }

    @Override
    protected LinearSolver solver() {
      return new DenseLu();
    }
  }

  @Nested
  final class Adjoints extends GradientContract {
    @Override
    protected ComputeBackend open() {
      return BlasBackendContract.this.open();
    }
  }

  @Nested
  final class Tangents extends TangentContract {
    @Override
    protected ComputeBackend open() {
      return BlasBackendContract.this.open();
    }
  }
}
