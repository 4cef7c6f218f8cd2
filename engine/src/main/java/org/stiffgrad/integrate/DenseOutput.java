package org.stiffgrad.integrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;

/**
 * A solution as a continuous function of time, recorded step by step: for each accepted step the
 * state at its start and the vectors r_j of its continuous extension.
 */
public final class DenseOutput implements StepObserver {
  private static final int INITIAL_CAPACITY = 64;

  private final VectorOperations vectors;
  private final VectorPool pool;
  private final List<Buffer[]> steps = new ArrayList<>(INITIAL_CAPACITY);
  /* knots[k] and knots[k + 1] are the ends of step k. */
  private double[] knots = new double[INITIAL_CAPACITY];
  private double[] weights = new double[0];
  private int hint;

  /** Records vectors of the given length in memory of the workspace. */
  public DenseOutput(int dimension, VectorOperations vectors, Workspace workspace) {
    this(vectors, new VectorPool(dimension, workspace));
  }

  /**
   * @param pool lends the vectors that are recorded
   */
  public DenseOutput(VectorOperations vectors, VectorPool pool) {
    this.vectors = vectors;
    this.pool = pool;
  }

  @Override
  public void accepted(Step step) {
    int rows = step.interpolationRows();
    Buffer[] terms = new Buffer[2 + rows];
    if (steps.isEmpty()) {
      weights = new double[2 + rows];
      knots[0] = step.start();
      terms[0] = copy(step.before());
    } else {
      terms[0] = steps.get(steps.size() - 1)[1];
    }
    terms[1] = copy(step.after());
    for (int j = 0; j < rows; j++) {
      terms[2 + j] = pool.take();
      step.interpolationVector(j, terms[2 + j]);
    }
    steps.add(terms);
    if (steps.size() == knots.length) {
      knots = Arrays.copyOf(knots, 2 * knots.length);
    }
    knots[steps.size()] = step.end();
  }

  private Buffer copy(Buffer state) {
    Buffer copy = pool.take();
    vectors.copy(state, copy);
    return copy;
  }

  /** Forgets all steps; their memory goes back to the pool. */
  public void clear() {
    clearExceptStates(Integer.MAX_VALUE).forEach(pool::give);
  }

  /**
   * Forgets all steps and hands the states after {@code stride, 2 stride, ...} of them over to the
   * caller.
   */
  public List<Buffer> clearExceptStates(int stride) {
    List<Buffer> kept = new ArrayList<>();
    for (int k = 0; k < steps.size(); k++) {
      Buffer[] terms = steps.get(k);
      if (k == 0) {
        pool.give(terms[0]);
      }
      if ((k + 1) % stride == 0) {
        kept.add(terms[1]);
      } else {
        pool.give(terms[1]);
      }
      for (int j = 2; j < terms.length; j++) {
        pool.give(terms[j]);
      }
    }
    steps.clear();
    hint = 0;
    return kept;
  }

  /** The time at which the first recorded step starts. */
  public double start() {
    return knots[0];
  }

  /** The time at which the last recorded step ends. */
  public double end() {
    return knots[steps.size()];
  }

  /** The time at which recorded step k starts, and step k - 1 ends. */
  public double knot(int k) {
    return knots[k];
  }

  /** The number of recorded steps. */
  public int size() {
    return steps.size();
  }

  /** The state {@code u(t)}; t must lie within the recorded steps. */
  public void evaluate(double t, Buffer result) {
    int k = find(t);
    Interpolation.weights(Interpolation.fraction(t, knots[k], knots[k + 1]), weights);
    vectors.linearCombination(weights, steps.get(k), weights.length, result);
  }

  /** The derivative {@code du/dt} of the continuous extension; at a knot, that of either step. */
  public void derivative(double t, Buffer result) {
    int k = find(t);
    double h = knots[k + 1] - knots[k];
    Interpolation.derivativeWeights(Interpolation.fraction(t, knots[k], knots[k + 1]), weights);
    for (int j = 0; j < weights.length; j++) {
      weights[j] /= h;
    }
    vectors.linearCombination(weights, steps.get(k), weights.length, result);
  }

  /** The start of the recorded step that contains t; at a knot, that of either step. */
  public double stepStart(double t) {
    return knots[find(t)];
  }

  /** The end of the recorded step that contains t; of the same step as {@link #stepStart}. */
  public double stepEnd(double t) {
    return knots[find(t) + 1];
  }

  /** The index of the step that contains t; tries the step found last first. */
  private int find(double t) {
    int last = steps.size() - 1;
    if (last < 0 || t < knots[0] || t > knots[last + 1]) {
      throw new IllegalArgumentException(
          "The time %s lies outside the recorded solution, which has %d steps from %s to %s."
              .formatted(t, last + 1, knots[0], knots[last + 1]));
    }
    int k = Math.min(hint, last);
    if (t < knots[k] || t > knots[k + 1]) {
      /* Searching tells -0.0 from 0.0, which as times are the same. */
      int position = Arrays.binarySearch(knots, 0, last + 2, t + 0.0);
      k = Math.min(position >= 0 ? position : -position - 2, last);
    }
    hint = k;
    return k;
  }
}
