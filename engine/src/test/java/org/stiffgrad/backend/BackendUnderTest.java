package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Opens backends for tests. One that cannot run here is skipped with its reason, unless {@code
 * -Dstiffgrad.test.requireBackend=NAME} names it: then its absence is a failure.
 */
public final class BackendUnderTest {
  private static final String REQUIRED = System.getProperty("stiffgrad.test.requireBackend", "");

  private BackendUnderTest() {}

  /** Opens the backend of a name, or skips the test. */
  public static ComputeBackend open(String name) {
    try {
      return Backends.open(name);
    } catch (BackendUnavailableException e) {
      skip(name, e.getMessage());
      throw e;
    }
  }

  /** Skips the test for the reason, or fails it if the backend is required. */
  public static void skip(String name, String reason) {
    if (name.equals(REQUIRED)) {
      fail(reason);
    }
    abort(reason);
  }
}
