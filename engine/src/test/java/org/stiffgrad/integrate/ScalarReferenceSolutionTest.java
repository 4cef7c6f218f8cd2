package org.stiffgrad.integrate;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;

class ScalarReferenceSolutionTest extends ReferenceSolutionContract {
  @Override
  protected ComputeBackend open() {
    return Backends.open("scalar");
  }
}
