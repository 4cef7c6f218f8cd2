package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;

class BinomialScheduleTest {
  private static final int STEPS = 120;
  private static final int CHECKPOINTS = 12;

  /** By its recursion: the best over every place of the next state. */
  private static long[][] least() {
    long[][] least = new long[STEPS + 1][CHECKPOINTS + 1];
    for (int l = 1; l <= STEPS; l++) {
      least[l][1] = l * (l - 1L) / 2;
      for (int s = 2; s <= CHECKPOINTS; s++) {
        least[l][s] = l == 1 ? 0 : Long.MAX_VALUE;
        for (int m = 1; m < l; m++) {
          least[l][s] = Math.min(least[l][s], m + least[l - m][s - 1] + least[m][s]);
        }
      }
    }
    return least;
  }

  @Test
  void theClosedFormulaIsTheOptimumAndThePlacesAttainIt() {
    long[][] least = least();
    for (int l = 1; l <= STEPS; l++) {
      for (int s = 1; s <= CHECKPOINTS; s++) {
        assertEquals(least[l][s], BinomialSchedule.advances(l, s), l + " steps, " + s);
        if (l > 1 && s > 1) {
          int m = BinomialSchedule.stepsToNext(l, s);
          assertEquals(least[l][s], m + least[l - m][s - 1] + least[m][s], l + " steps, " + s);
        }
      }
    }
  }

  /** Reverses as {@link StepHistory} does, without any numbers; returns the steps taken again. */
  private static long reverse(int steps, int capacity, Workspace workspace) {
    CheckpointStack checkpoints = new CheckpointStack(1, workspace);
    checkpoints.limit(capacity);
    for (int k = 0; k < steps; k++) {
      checkpoints.offer(k);
    }
    checkpoints.settle(steps);
    long taken = 0;
    for (int k = steps - 2; k >= 0; k--) {
      checkpoints.dropAfter(k);
      int position = checkpoints.lastStep();
      taken += k + 1 - position;
      while (position < k && checkpoints.free() > 0) {
        position += BinomialSchedule.stepsToNext(k + 1 - position, checkpoints.free() + 1);
        if (position < k) {
          checkpoints.push(position);
        }
      }
      assertTrue(checkpoints.free() >= 0);
    }
    return taken;
  }

  /* What is found at the end of a pass of unknown length can only help: at most the optimum from the
  initial state alone, all steps but the last being taken once more to be reversed. */
  @Test
  void noMoreStepsAreTakenAgainThanTheOptimum() {
    try (ComputeBackend backend = Backends.open("scalar");
        Workspace workspace = backend.newWorkspace()) {
      for (int steps = 1; steps <= 200; steps++) {
        for (int capacity = 1; capacity <= 24; capacity++) {
          long taken = reverse(steps, capacity, workspace);
          long optimum = BinomialSchedule.advances(steps, capacity) + steps - 1;
          int l = steps;
          int s = capacity;
          assertTrue(taken <= optimum, () -> "%d > %d: %d, %d".formatted(taken, optimum, l, s));
          if (capacity >= steps) {
            assertEquals(steps - 1, taken);
          }
        }
      }
    }
  }
}
