package org.stiffgrad.integrate;

/** Is shown every accepted step, before the integrator moves on. */
public interface StepObserver {
  /** Does nothing. */
  StepObserver NONE = step -> {};

  /**
   * @param step the step; valid during this call only
   */
  void accepted(Step step);
}
