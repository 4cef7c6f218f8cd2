package org.stiffgrad.sensitivity;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;

class ScalarTangentTest extends TangentContract {
  @Override
  protected ComputeBackend open() {
    return Backends.open("scalar");
  }
}
