package org.stiffgrad.bench;

import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;

/** A backend that can run nowhere. */
public final class AbsentBackendProvider implements ComputeBackendProvider {
  static final String NAME = "absent";
  static final String REASON = "its device exists only in tests.";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    return new Availability.Unavailable(REASON);
  }

  @Override
  public ComputeBackend open(BackendOptions options) {
    throw new BackendUnavailableException(NAME, REASON);
  }
}
