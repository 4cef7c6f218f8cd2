package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.tableau.Tableau;

/**
 * One step of a one-step method. {@link #begin} fixes the starting point, {@link #attempt} may then
 * be repeated with other step sizes; the stages of the last attempt stay until the next.
 */
abstract class Stepper {
  final Tableau tableau;
  final OdeSystem system;
  final VectorOperations vectors;
  final Buffer[] stages;
  final StageSums sums;
  final Work work;

  Stepper(Tableau tableau, OdeSystem system, VectorOperations vectors, Buffer[] stages, Work work) {
    this.tableau = tableau;
    this.system = system;
    this.vectors = vectors;
    this.stages = stages;
    this.sums = new StageSums(tableau, vectors);
    this.work = work;
  }

  /**
   * Starts steps from {@code (t, u)}.
   *
   * @param continued whether this is where the last accepted attempt ended, with nothing changed
   */
  abstract void begin(double t, Buffer u, boolean continued);

  /**
   * Takes a step of size h from where {@link #begin} started.
   *
   * @param evaluationTimes stage times are clamped into it
   * @param next receives the new state
   * @param error receives the error estimate
   * @return false if the iteration matrix is singular; the results are then undefined
   */
  abstract boolean attempt(
      double t, double h, Buffer u, EvaluationTimes evaluationTimes, Buffer next, Buffer error);
}
