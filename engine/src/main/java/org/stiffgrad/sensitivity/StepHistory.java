package org.stiffgrad.sensitivity;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.StepObserver;
import org.stiffgrad.integrate.StepRecord;
import org.stiffgrad.integrate.Termination;

/**
 * The accepted steps of a forward pass, to be had again in descending order, within a memory
 * budget. As long as they fit, the steps are kept with the factors of their matrices, then without;
 * beyond that, states before some of them, from which the others are taken again.
 *
 * <p>The budget is for states, stages and factors; the times of the steps come on top of it.
 */
final class StepHistory implements StepObserver, AutoCloseable {
  private final OdeSolver solver;
  private final ComputeBackend backend;
  private final VectorOperations vectors;
  private final int stateLength;
  private final int stages;
  private final long budget;
  private final long recordBytes;
  /* Null for an explicit method. */
  private final @Nullable StepFactors factors;
  private final Workspace stateMemory;
  private final CheckpointStack checkpoints;
  private Workspace stageMemory;
  private long peakBytes;

  /* times[k] and times[k + 1] are the ends of step k. */
  private double[] times = new double[64];
  private int size;
  private final List<StepRecord> records = new ArrayList<>();

  /* Where the step taken last is kept if not all of them are; which one that is. */
  private @Nullable StepRecord single;
  private int singleStep = -1;

  /* The step whose factors are the present ones, if not all of them are kept. */
  private int factoredStep = -1;

  /**
   * @param solver takes the steps; its linear solver is a {@link StepFactors.Keeper}
   * @throws IllegalArgumentException if the budget does not suffice for one step and one state
   */
  StepHistory(
      OdeSolver solver, int stages, boolean keepFactors, long budget, ComputeBackend backend) {
    this.solver = solver;
    this.backend = backend;
    this.stages = stages;
    this.budget = budget;
    vectors = backend.vectors();
    stateLength = solver.system().dimension();
    recordBytes = Double.BYTES * (1L + stages) * stateLength;
    long least = recordBytes + stateBytes();
    if (budget < least) {
      throw new IllegalArgumentException(
          "The memory budget is %d bytes; reverse mode needs at least %d, for one step of %d stages and one checkpoint of %d states."
              .formatted(budget, least, stages, stateLength));
    }
    factors = solver.factorization() instanceof StepFactors present ? present : null;
    if (factors != null && keepFactors) {
      factors.keepAtMost(budget / (recordBytes + factors.bytesEach()));
    }
    stateMemory = backend.newWorkspace();
    stageMemory = backend.newWorkspace();
    checkpoints = new CheckpointStack(stateLength, stateMemory);
  }

  private long stateBytes() {
    return (long) Double.BYTES * stateLength;
  }

  @Override
  public void accepted(Step step) {
    if (single == null && (size + 1) * recordBytes > budget) {
      keepCheckpointsOnly();
    }
    if (size + 1 == times.length) {
      times = Arrays.copyOf(times, 2 * times.length);
    }
    times[size] = step.start();
    times[size + 1] = step.end();
    Buffer before = checkpoints.offer(size);
    StepRecord record = single;
    if (record == null) {
      record = newRecord(requireNonNull(before));
      records.add(record);
    } else if (before != null) {
      vectors.copy(step.before(), before);
    }
    record.accepted(step);
    if (factors != null) {
      factors.accepted();
    }
    singleStep = size;
    factoredStep = size;
    size++;
  }

  private StepRecord newRecord(Buffer before) {
    Buffer[] vectorOfStage = new Buffer[stages];
    for (int i = 0; i < stages; i++) {
      vectorOfStage[i] = stageMemory.allocate(stateLength);
    }
    return new StepRecord(before, vectorOfStage, vectors);
  }

  private void keepCheckpointsOnly() {
    peakBytes = peakBytes();
    if (factors != null) {
      factors.drop();
    }
    records.clear();
    stageMemory.close();
    stageMemory = backend.newWorkspace();
    single = newRecord(stageMemory.allocate(stateLength));
    checkpoints.limit((int) Math.min(Integer.MAX_VALUE, (budget - recordBytes) / stateBytes()));
  }

  /** Says that the forward pass has reached its end. */
  void complete() {
    if (single != null) {
      checkpoints.settle(size);
    }
  }

  /** The number of steps. */
  int size() {
    return size;
  }

  /** The time at which step k starts; with {@code k = size()} the end of the last. */
  double time(int k) {
    return times[k];
  }

  /**
   * Makes step k available: its record and, if they are {@link #factored}, its factors. Steps are
   * asked for in descending order, each once.
   */
  Termination recall(int k) {
    if (factors != null && factors.keeping()) {
      factors.recall(k);
    }
    return single == null || singleStep == k ? Termination.SUCCESS : takeAgain(k);
  }

  /** The step that was recalled last. */
  StepRecord record(int k) {
    return single == null ? records.get(k) : single;
  }

  /** Whether the factors of step k are at hand once it is recalled. */
  boolean factored(int k) {
    return factors == null || factors.keeping() || factoredStep == k;
  }

  private Termination takeAgain(int k) {
    checkpoints.dropAfter(k);
    int position = checkpoints.lastStep();
    solver.restart(times[position]);
    vectors.copy(checkpoints.lastState(), solver.state());
    while (position < k) {
      int target = k;
      if (checkpoints.free() > 0) {
        target = position + BinomialSchedule.stepsToNext(k + 1 - position, checkpoints.free() + 1);
      }
      for (; position < target; position++) {
        Termination termination = solver.repeat(times[position + 1], StepObserver.NONE);
        if (termination != Termination.SUCCESS) {
          return termination;
        }
      }
      if (position < k) {
        vectors.copy(solver.state(), checkpoints.push(position));
      }
    }
    singleStep = k;
    factoredStep = k;
    return solver.repeat(times[k + 1], requireNonNull(single));
  }

  /** The most bytes that were held at once for what this object keeps. */
  long peakBytes() {
    long bytes = stateMemory.bytes() + stageMemory.bytes() + (long) Double.BYTES * times.length;
    if (factors != null) {
      bytes += factors.bytes();
    }
    return Math.max(peakBytes, bytes);
  }

  @Override
  public void close() {
    if (factors != null) {
      factors.drop();
    }
    stageMemory.close();
    stateMemory.close();
  }
}
