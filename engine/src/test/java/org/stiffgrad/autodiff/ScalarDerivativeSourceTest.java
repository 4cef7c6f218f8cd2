package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;

class ScalarDerivativeSourceTest extends DerivativeSourceContract {
  @Override
  protected ComputeBackend open() {
    return Backends.open("scalar");
  }
}
