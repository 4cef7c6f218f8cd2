package org.stiffgrad.integrate;

/**
 * What one pass of an integration did.
 *
 * @param accepted accepted steps
 * @param rejected rejected steps
 * @param rightHandSides evaluations of the right-hand side (of an adjoint pass: of {@code J^T
 *     lambda})
 * @param jacobians evaluations of J
 * @param factorizations factorisations of W
 * @param solves solves with W or W^T
 * @param vectorJacobianProducts products {@code J^T w} and {@code f_p^T w}, and second-order
 *     products
 * @param resolved steps of the state that were taken again because they had not been kept
 */
public record SolverStatistics(
    long accepted,
    long rejected,
    long rightHandSides,
    long jacobians,
    long factorizations,
    long solves,
    long vectorJacobianProducts,
    long resolved) {
  /** No work at all. */
  public static final SolverStatistics NONE = new SolverStatistics(0, 0, 0, 0, 0, 0, 0, 0);

  /** The sum of two passes. */
  public SolverStatistics plus(SolverStatistics other) {
    return new SolverStatistics(
        accepted + other.accepted,
        rejected + other.rejected,
        rightHandSides + other.rightHandSides,
        jacobians + other.jacobians,
        factorizations + other.factorizations,
        solves + other.solves,
        vectorJacobianProducts + other.vectorJacobianProducts,
        resolved + other.resolved);
  }

  /** What was done beyond an earlier state of the same counts. */
  public SolverStatistics since(SolverStatistics earlier) {
    return new SolverStatistics(
        accepted - earlier.accepted,
        rejected - earlier.rejected,
        rightHandSides - earlier.rightHandSides,
        jacobians - earlier.jacobians,
        factorizations - earlier.factorizations,
        solves - earlier.solves,
        vectorJacobianProducts - earlier.vectorJacobianProducts,
        resolved - earlier.resolved);
  }
}
