package org.stiffgrad.backend;

/** A named backend that cannot run here. */
public final class BackendUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String backend, String reason) {
    super("The backend " + backend + " is not available here: " + reason);
  }
}
