package org.stiffgrad.integrate;

/** Is shown every accepted step, before the integrator moves on. */
public interface StepObserver {
  /** Does nothing. */
  StepObserver NONE = step -> {};

  /**
   * Is called once for each accepted step.
   *
   * @param step the step; valid during this call only
   */
  void accepted(Step step);
}
