package org.stiffgrad.integrate;

/** How an integration ended, with advice. */
public enum Termination {
  SUCCESS("The integration reached the final time."),
  MAX_STEPS_REACHED(
      "The maximum number of steps was reached before the final time; allow more steps, loosen the tolerances, or check the problem's scales."),
  STEP_SIZE_UNDERFLOW(
      "The step size fell below the spacing of floating-point times; the solution may blow up here, or the tolerances are below what double precision can deliver."),
  SINGULAR_MATRIX(
      "The iteration matrix I/(h gamma) - J stayed singular as the step shrank; check the Jacobian and the parameters."),
  NON_FINITE_STATE(
      "The solution or its derivatives became NaN or infinite and a smaller step did not help; check the parameters and the initial state."),
  INTERRUPTED("The thread was interrupted before the final time; run it again.");

  private final String advice;

  Termination(String advice) {
    this.advice = advice;
  }

  /** One sentence: what happened and what to do. */
  public String advice() {
    return advice;
  }
}
