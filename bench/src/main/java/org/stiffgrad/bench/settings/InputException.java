package org.stiffgrad.bench.settings;

/** Wrong usage, configuration or input file; the message is one sentence for the user. */
public final class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }
}
