package org.stiffgrad.autodiff;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/** A way of obtaining the derivatives of a right-hand side. */
public interface DerivativeSource {
  /** The name by which it is selected, such as {@code symbolic}. */
  String name();

  /** The problem's right-hand side and derivatives on a backend; memory from the workspace. */
  DifferentiatedSystem bind(OdeProblem problem, ComputeBackend backend, Workspace workspace);
}
