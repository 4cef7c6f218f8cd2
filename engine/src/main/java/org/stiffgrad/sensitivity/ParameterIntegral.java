package org.stiffgrad.sensitivity;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.integrate.StepObserver;

/**
 * A way of taking the integral of {@code f_p^T lambda} along the reverse pass, in {@code tau = -t}.
 * It is shown every accepted reverse step.
 */
interface ParameterIntegral extends StepObserver {
  /** Says that lambda is about to jump, or that the reverse pass is over. */
  default void intervalEnded() {}

  /** The integral over all steps and intervals that have ended. */
  Buffer value();

  /** Makes the integral of one reverse pass. */
  interface Factory {
    ParameterIntegral on(AdjointPass pass);
  }
}
