package org.stiffgrad.linear;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;

/** A way of solving with {@code W = shift I - J}. */
public interface LinearSolver {
  /** The name by which it is selected, such as {@code dense}. */
  String name();

  /**
   * Room to factor {@code W} for one Jacobian, on one backend.
   *
   * @throws org.stiffgrad.backend.InsufficientMemoryException if it does not fit, before anything
   *     is allocated
   */
  Factorization newFactorization(
      JacobianMatrix jacobian, ComputeBackend backend, Workspace workspace);
}
