package org.stiffgrad.problem;

/** {@code G = integral of g(t, u(t), p) dt}. */
record IntegralLoss(RunningLoss integrand) implements Objective {
  @Override
  public double[] times() {
    return new double[0];
  }

  @Override
  public double value(int k, double[] state, double[] parameters) {
    throw new IndexOutOfBoundsException(k);
  }

  @Override
  public void stateGradient(int k, double[] state, double[] parameters, double[] result) {
    throw new IndexOutOfBoundsException(k);
  }
}
