package org.stiffgrad.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.Workspace;

/**
 * States before steps, in ascending order of the steps, the last on top.
 *
 * <p>While steps are taken for the first time their number is unknown: states are kept before every
 * stride-th step, and whenever there is no room for another one, every second is given up and the
 * stride doubles.
 */
final class CheckpointStack {
  private final Workspace memory;
  private final int stateLength;

  /* In use from 0 to size - 1; what follows is spare. */
  private final List<Buffer> states = new ArrayList<>();
  private int[] steps = new int[64];
  private int size;
  private int capacity = Integer.MAX_VALUE;
  private long stride = 1;

  /** Room for any number of states, until {@link #limit}. */
  CheckpointStack(int stateLength, Workspace memory) {
    this.stateLength = stateLength;
    this.memory = memory;
  }

  /** Allows no more than the given number of states, at least 1, from now on. */
  void limit(int most) {
    capacity = most;
    while (size > capacity) {
      thin();
    }
  }

  private void thin() {
    stride *= 2;
    keepEvery(2);
  }

  private void keepEvery(int kept) {
    int count = 0;
    for (int j = 0; j < size; j += kept) {
      Collections.swap(states, count, j);
      steps[count++] = steps[j];
    }
    size = count;
  }

  /** Where to keep the state before the next step, or null if it is not kept. */
  @Nullable Buffer offer(int step) {
    if (step % stride == 0 && size == capacity) {
      thin();
    }
    return step % stride == 0 ? push(step) : null;
  }

  /** Where to keep the state before a step later than all others. */
  Buffer push(int step) {
    if (size == states.size()) {
      states.add(memory.allocate(stateLength));
    }
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
    }
    steps[size] = step;
    return states.get(size++);
  }

  /** How many more states fit. */
  int free() {
    return capacity - size;
  }

  /** Gives up the states before steps later than the given one. */
  void dropAfter(int step) {
    while (steps[size - 1] > step) {
      size--;
    }
  }

  /** The step on top. */
  int lastStep() {
    return steps[size - 1];
  }

  /** The state before the step on top. */
  Buffer lastState() {
    return states.get(size - 1);
  }

  /**
   * Says that all steps have been taken: gives up those states that stand in the way of a better
   * schedule, a state in use early in the reversal being one less for the steps after it.
   */
  void settle(int stepCount) {
    int best = 1;
    for (int kept = 2; kept < 2 * size; kept *= 2) {
      if (advances(stepCount, kept) < advances(stepCount, best)) {
        best = kept;
      }
    }
    keepEvery(best);
  }

  /** The steps taken to advance if every kept-th state is kept. */
  private long advances(int stepCount, int kept) {
    long sum = 0;
    int used = 0;
    for (int j = 0; j < size; j += kept) {
      int next = j + kept < size ? steps[j + kept] : stepCount;
      sum += BinomialSchedule.advances(next - steps[j], capacity - used++);
    }
    return sum;
  }
}
