package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.DenseOutput;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.StepObserver;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.integrate.VectorPool;
import org.stiffgrad.problem.OdeProblem;

/**
 * The forward solution as a reverse pass reads it: a continuous function of time, kept within a
 * memory budget.
 *
 * <p>It is dense as long as it fits. Otherwise its steps form blocks of equal size; of a block only
 * the state at its start is kept, at most, and the block is made dense by taking its recorded steps
 * again, which gives the same numbers, when the reverse pass reaches it. With room for V vectors
 * and r vectors a step, blocks are of {@code (V - 1) / (2 r)} steps, so that half of the memory is
 * for one dense block and half for checkpoints: up to about {@code V^2 / (4 r)} steps are then
 * taken again once each. Beyond that the checkpoints are further apart than blocks, and blocks
 * without one are reached by steps from the nearest, which leave checkpoints in the places that
 * have become free. The times of the steps, 8 bytes each, are kept besides.
 */
final class ForwardSolution {
  private static final int INITIAL_CAPACITY = 64;

  private final OdeProblem problem;
  private final OdeSolver solver;
  private final VectorOperations vectors;
  private final DenseOutput output;
  private final VectorPool pool;
  private final long room;
  private final int vectorsPerStep;
  private final int blockSteps;

  /* Null as long as all steps are dense. */
  private @Nullable Checkpoints checkpoints;

  /* knots[k] and knots[k + 1] are the ends of step k. */
  private double[] knots = new double[INITIAL_CAPACITY];
  private int steps;

  /* The first block that has been dense since the forward pass. */
  private int loaded;

  /**
   * @param budget the most bytes of vectors to keep
   * @throws IllegalArgumentException if the budget does not allow one dense step
   */
  ForwardSolution(
      OdeProblem problem,
      OdeSolver solver,
      SolverOptions options,
      long budget,
      VectorOperations vectors,
      Workspace workspace) {
    this.problem = problem;
    this.solver = solver;
    this.vectors = vectors;
    pool = new VectorPool(problem.stateLength(), workspace);
    output = new DenseOutput(vectors, pool);
    vectorsPerStep = 1 + options.method().interpolationRows();
    long vectorBytes = (long) Double.BYTES * problem.stateLength();
    room = budget / vectorBytes;
    if (room < 1 + vectorsPerStep) {
      throw new IllegalArgumentException(
          "The memory budget is %d bytes, but one step of %d states with its continuous extension takes %d; allow at least that."
              .formatted(budget, problem.stateLength(), (1 + vectorsPerStep) * vectorBytes));
    }
    blockSteps = Math.clamp((room - 1) / (2L * vectorsPerStep), 1, Integer.MAX_VALUE);
  }

  /**
   * Integrates the state and keeps what fits.
   *
   * @param observer is shown every step as well
   */
  Termination run(double end, StepObserver observer) {
    return solver.run(
        end,
        step -> {
          keep(step);
          observer.accepted(step);
        });
  }

  private void keep(Step step) {
    if (steps == 0) {
      knots[0] = step.start();
    }
    steps++;
    if (steps == knots.length) {
      knots = Arrays.copyOf(knots, 2 * knots.length);
    }
    knots[steps] = step.end();
    Checkpoints sparse = checkpoints;
    if (sparse == null && 1 + (long) steps * vectorsPerStep <= room) {
      output.accepted(step);
      return;
    }
    if (sparse == null) {
      sparse = becomeSparse();
    }
    if (steps % blockSteps == 0) {
      sparse.offer(steps / blockSteps, step.after());
    }
    loaded = (steps - 1) / blockSteps + 1;
  }

  private Checkpoints becomeSparse() {
    long places = room - 1 - (long) blockSteps * vectorsPerStep;
    Checkpoints sparse = new Checkpoints((int) Math.min(places, Integer.MAX_VALUE), vectors, pool);
    int block = 0;
    for (Buffer state : output.clearExceptStates(blockSteps)) {
      sparse.offer(++block, state);
      pool.give(state);
    }
    checkpoints = sparse;
    return sparse;
  }

  /**
   * Makes a stretch of the solution dense that ends at a time or contains it, together with earlier
   * times; the times asked for descend. The solver and its factorisation are in use meanwhile.
   */
  Termination prepareBefore(double t) {
    Checkpoints sparse = checkpoints;
    if (sparse == null || (output.size() > 0 && t > output.start())) {
      return Termination.SUCCESS;
    }
    loaded--;
    return load(loaded, sparse);
  }

  /** Makes a block dense, from the last checkpoint that is not after it. */
  private Termination load(int block, Checkpoints sparse) {
    output.clear();
    sparse.dropAfter(block);
    int from = sparse.latest();
    restart(from, sparse);
    sparse.dropAfter(block - 1);
    int between = block - 1 - from;
    int apart = sparse.free() > 0 ? between / (sparse.free() + 1) + 1 : Integer.MAX_VALUE;
    int first = block * blockSteps;
    int last = Math.min(first + blockSteps, steps);
    for (int k = from * blockSteps; k < last; k++) {
      Termination termination = solver.repeat(knots[k + 1], k < first ? StepObserver.NONE : output);
      if (termination != Termination.SUCCESS) {
        return termination;
      }
      int reached = (k + 1) / blockSteps;
      if ((k + 1) % blockSteps == 0 && reached < block && (reached - from) % apart == 0) {
        sparse.keep(reached, solver.state());
      }
    }
    return Termination.SUCCESS;
  }

  private void restart(int block, Checkpoints sparse) {
    solver.restart(knots[block * blockSteps]);
    if (block == 0) {
      solver.state().write(problem.initialState());
    } else {
      vectors.copy(sparse.latestState(), solver.state());
    }
  }

  /** The earliest time of the dense stretch. */
  double start() {
    return output.start();
  }

  /** The latest time of the dense stretch. */
  double end() {
    return output.end();
  }

  /** {@code u(t)}; t must lie within the dense stretch. */
  void evaluate(double t, Buffer result) {
    output.evaluate(t, result);
  }

  /** {@code u(t)} on the host, or the initial state if no step was needed. */
  void read(double t, Buffer scratch, double[] result) {
    if (steps == 0) {
      System.arraycopy(problem.initialState(), 0, result, 0, result.length);
    } else {
      output.evaluate(t, scratch);
      scratch.read(result);
    }
  }

  /** {@code u'(t)}, the derivative of {@link #evaluate}; at an end of a step, that of either. */
  void derivative(double t, Buffer result) {
    output.derivative(t, result);
  }

  /** Where the given number of steps before a time start; the initial time if there are fewer. */
  double stepsBefore(int count, double t) {
    int position = Arrays.binarySearch(knots, 0, steps + 1, t + 0.0);
    int next = position >= 0 ? position : -position - 1;
    return knots[Math.max(0, next - count)];
  }

  /** The start of the step that contains t. */
  double stepStart(double t) {
    return output.stepStart(t);
  }

  /** The end of the step that contains t. */
  double stepEnd(double t) {
    return output.stepEnd(t);
  }
}
