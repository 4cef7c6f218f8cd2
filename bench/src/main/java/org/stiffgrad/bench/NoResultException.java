package org.stiffgrad.bench;

/** A computation that ended without a result, for numerical reasons; the message is for users. */
final class NoResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoResultException(String message) {
    super(message);
  }
}
