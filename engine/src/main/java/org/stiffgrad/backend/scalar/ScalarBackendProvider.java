package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;

/** Offers the reference backend, which runs everywhere. */
public final class ScalarBackendProvider implements ComputeBackendProvider {
  @Override
  public String name() {
    return ScalarBackend.NAME;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(ScalarBackend.DESCRIPTION);
  }

  @Override
  public ComputeBackend open(BackendOptions options) {
    return new ScalarBackend();
  }
}
