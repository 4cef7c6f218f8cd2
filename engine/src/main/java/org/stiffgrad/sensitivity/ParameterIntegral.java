package org.stiffgrad.sensitivity;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.StepObserver;

/**
 * A way of taking the integral of {@code f_p^T lambda + g_p} along the reverse pass, in {@code tau
 * = -t}. It is shown every accepted reverse step.
 */
interface ParameterIntegral extends StepObserver {
  /** What the reverse pass integrates: the adjoint equation, or a system that begins with it. */
  default OdeSystem integrated(AdjointSystem adjoint) {
    return adjoint;
  }

  /**
   * Says that lambda is about to jump, or that the forward solution is about to be known elsewhere,
   * or that the reverse pass is over.
   */
  default void intervalEnded() {}

  /**
   * The integral over all steps and intervals that have ended.
   *
   * @param state the present state of what the reverse pass integrates
   */
  Buffer value(Buffer state);

  /** An estimate of the error of {@link #value}. */
  Buffer error();

  /** Makes the integral of one reverse pass. */
  interface Factory {
    ParameterIntegral on(AdjointPass pass);
  }
}
