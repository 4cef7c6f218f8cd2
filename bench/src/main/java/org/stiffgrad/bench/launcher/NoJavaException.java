package org.stiffgrad.bench.launcher;

/** There is no Java to run on; the message is one sentence that says what to do. */
final class NoJavaException extends Exception {
  private static final long serialVersionUID = 1L;

  NoJavaException(String message) {
    super(message);
  }
}
