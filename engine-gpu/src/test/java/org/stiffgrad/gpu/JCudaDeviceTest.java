package org.stiffgrad.gpu;

import org.junit.jupiter.api.BeforeAll;
import org.stiffgrad.BackendContract;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;

/** The backend {@code jcuda} on a device, where there is one. */
final class JCudaDeviceTest extends BackendContract {
  private static final String NAME = "jcuda";

  @BeforeAll
  static void requireDevice() {
    BackendUnderTest.open(NAME).close();
  }

  @Override
  protected ComputeBackend open() {
    return BackendUnderTest.open(NAME);
  }
}
