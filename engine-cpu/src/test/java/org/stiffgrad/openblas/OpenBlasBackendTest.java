package org.stiffgrad.openblas;

import org.stiffgrad.BackendContract;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;

final class OpenBlasBackendTest extends BackendContract {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(OpenBlasBackendProvider.NAME);
  }
}
