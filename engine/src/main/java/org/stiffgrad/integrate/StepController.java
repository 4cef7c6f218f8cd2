package org.stiffgrad.integrate;

/** Chooses step sizes from normed local errors; 1 is the largest error that is accepted. */
public interface StepController {
  /**
   * The next step size after a step that is accepted.
   *
   * @param h its size
   * @param error its error norm, at most 1
   */
  double afterAccepted(double h, double error);

  /** The size for a repeated attempt after a step whose error norm exceeds 1. */
  double afterRejected(double h, double error);

  /** Forgets the errors of former steps. */
  void reset();
}
