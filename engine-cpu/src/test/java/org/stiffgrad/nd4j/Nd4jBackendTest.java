package org.stiffgrad.nd4j;

import org.stiffgrad.BackendContract;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;

final class Nd4jBackendTest extends BackendContract {
  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(Nd4jBackendProvider.NAME);
  }
}
