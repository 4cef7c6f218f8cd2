package org.stiffgrad.integrate;

/**
 * The states of an initial value problem at the times that were asked for.
 *
 * @param termination how the integration ended
 * @param reachedTime the time it reached
 * @param times the times of the states
 * @param states one state per time; empty unless the termination is a success
 * @param statistics what it took
 */
public record Solution(
    Termination termination,
    double reachedTime,
    double[] times,
    double[][] states,
    SolverStatistics statistics) {
  /**
   * The state at {@code times()[k]}.
   *
   * @throws IncompleteSolutionException unless the integration reached its end
   */
  public double[] state(int k) {
    if (termination != Termination.SUCCESS) {
      throw new IncompleteSolutionException(termination, termination.advice());
    }
    return states[k];
  }
}
