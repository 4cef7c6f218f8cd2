package org.stiffgrad.integrate;

/** Numbers were asked of an integration that did not reach its end. */
public final class IncompleteSolutionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public IncompleteSolutionException(Termination termination, String message) {
    super(termination + ": " + message);
  }
}
