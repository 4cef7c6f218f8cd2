package org.stiffgrad;

import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.sensitivity.GradientContract;
import org.stiffgrad.sensitivity.TangentContract;

/** Every contract of a backend: what it computes by itself, and what is computed on it. */
public abstract class BackendContract extends KernelsContract {
  @Nested
  final class Adjoints extends GradientContract {
    @Override
    protected ComputeBackend open() {
      return BackendContract.this.open();
    }
  }

  @Nested
  final class Tangents extends TangentContract {
    @Override
    protected ComputeBackend open() {
      return BackendContract.this.open();
    }
  }
}
