package org.stiffgrad.integrate;

/** Counters of the work of one pass. */
public final class Work {
  long accepted;
  long rejected;
  long rightHandSides;
  long jacobians;
  long factorizations;
  long solves;
  private long vectorJacobianProducts;
  private long resolved;

  /** Counts products {@code J^T w} or {@code f_p^T w}. */
  public void addVectorJacobianProducts(long count) {
    vectorJacobianProducts += count;
  }

  /** Counts steps that are taken again. */
  public void addResolved(long count) {
    resolved += count;
  }

  /** Counts the last accepted step as one that is taken again. */
  void recountAsResolved() {
    accepted--;
    resolved++;
  }

  /** The counts so far. */
  public SolverStatistics statistics() {
    return new SolverStatistics(
        accepted,
        rejected,
        rightHandSides,
        jacobians,
        factorizations,
        solves,
        vectorJacobianProducts,
        resolved);
  }
}
