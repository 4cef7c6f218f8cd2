package org.stiffgrad.backend;

/** A backend that may or may not be able to run here; registered for the service loader. */
public interface ComputeBackendProvider {
  /** The name by which the backend is selected. */
  String name();

  /** Finds out whether it can run, cheaply and without side effects. */
  Availability probe();

  /** The most threads that it can compute on here. */
  default int maximumThreads() {
    return 1;
  }

  /**
   * Opens the backend.
   *
   * @param options of which {@code threads} is at most {@link #maximumThreads}; {@link
   *     Backends.Selection#open(BackendOptions)} checks that
   * @throws BackendUnavailableException if {@link #probe} says that it cannot run
   */
  ComputeBackend open(BackendOptions options);
}
