package org.stiffgrad.backend;

/** A backend that may or may not be able to run here; registered for the service loader. */
public interface ComputeBackendProvider {
  /** The name by which the backend is selected. */
  String name();

  /** Finds out whether it can run, cheaply and without side effects. */
  Availability probe();

  /**
   * Opens the backend.
   *
   * @throws BackendUnavailableException if {@link #probe} says that it cannot run
   */
  ComputeBackend open();
}
