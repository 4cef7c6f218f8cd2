package org.stiffgrad.backend;

/**
 * A device or a library failed while it computed; the message names the call and the reason. What
 * the backend holds can still be released, and other backends still work.
 */
public class BackendFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackendFailureException(String message) {
    super(message);
  }
}
