package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;

/**
 * What is kept of an accepted step so that it can be reversed: its ends, u_n and its stages. Shown
 * a step, it becomes a copy of that.
 */
public final class StepRecord implements StepObserver {
  private final Buffer before;
  private final Buffer[] stages;
  private final VectorOperations vectors;
  private double start;
  private double end;

  /**
   * A record in the given memory.
   *
   * @param before a vector for u_n
   * @param stages a vector for each stage
   */
  public StepRecord(Buffer before, Buffer[] stages, VectorOperations vectors) {
    this.before = before;
    this.stages = stages.clone();
    this.vectors = vectors;
  }

  @Override
  public void accepted(Step step) {
    start = step.start();
    end = step.end();
    vectors.copy(step.before(), before);
    for (int i = 0; i < stages.length; i++) {
      vectors.copy(step.stage(i), stages[i]);
    }
  }

  /** The time at which the step starts. */
  public double start() {
    return start;
  }

  /** The time at which it ends. */
  public double end() {
    return end;
  }

  Buffer before() {
    return before;
  }

  Buffer[] stages() {
    return stages;
  }
}
