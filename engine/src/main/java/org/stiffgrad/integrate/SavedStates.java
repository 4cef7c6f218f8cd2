package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.Workspace;

/** Keeps the states at given times, from the continuous extensions of the steps. */
public final class SavedStates implements StepObserver {
  private final double[] times;
  private final double[][] states;
  private final Buffer interpolated;
  private int next;

  /**
   * @param times ascending times, none before {@code start}
   * @param initialState the state at {@code start}
   */
  public SavedStates(double[] times, double[] initialState, double start, Workspace workspace) {
    this.times = times.clone();
    this.states = new double[times.length][];
    for (int k = 0; k < times.length; k++) {
      states[k] = workspace.allocateHost(initialState.length);
    }
    this.interpolated = workspace.allocate(initialState.length);
    restart(initialState, start);
  }

  /** Prepares for another run from the given initial state. */
  public void restart(double[] initialState, double start) {
    next = 0;
    if (times.length > 0 && times[0] == start) {
      System.arraycopy(initialState, 0, states[0], 0, initialState.length);
      next = 1;
    }
  }

  @Override
  public void accepted(Step step) {
    while (next < times.length && times[next] <= step.end()) {
      step.interpolate(times[next], interpolated);
      interpolated.read(states[next]);
      next++;
    }
  }

  /** The states, one per time; those of times not yet reached hold no meaningful values. */
  public double[][] states() {
    return states;
  }
}
