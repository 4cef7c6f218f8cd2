package org.stiffgrad.problem;

/** {@code G = sum over k and states z of (target - z(t_k))^2 / 2}. */
record HalfSquaredDistance(double target, double[] times) implements Objective {
  HalfSquaredDistance {
    if (!Double.isFinite(target)) {
      throw new IllegalArgumentException(
          "The target of the loss is " + target + "; expected a finite number.");
    }
    times = times.clone();
  }

  @Override
  public double[] times() {
    return times.clone();
  }

  @Override
  public double value(int k, double[] state, double[] parameters) {
    double sum = 0;
    for (double z : state) {
      sum += (target - z) * (target - z);
    }
    return sum / 2;
  }

  @Override
  public void stateGradient(int k, double[] state, double[] parameters, double[] result) {
    for (int i = 0; i < state.length; i++) {
      result[i] = state[i] - target;
    }
  }
}
