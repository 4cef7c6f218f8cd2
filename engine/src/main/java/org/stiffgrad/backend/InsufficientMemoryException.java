package org.stiffgrad.backend;

/** A request for more memory than a backend has; refused before anything is allocated. */
public final class InsufficientMemoryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InsufficientMemoryException(String message) {
    super(message);
  }
}
