package org.stiffgrad.integrate;

import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.linear.Factorization;

/** {@code u' = f(u, p, t)} with a linear solver for its iteration matrix. */
public record ForwardSystem(DifferentiatedSystem system, Factorization factorization)
    implements OdeSystem {
  @Override
  public int dimension() {
    return system.dimension();
  }

  @Override
  public void rightHandSide(double t, Buffer u, Buffer result) {
    system.rightHandSide(t, u, result);
  }

  @Override
  public boolean isAutonomous() {
    return system.isAutonomous();
  }

  @Override
  public void timeDerivative(double t, Buffer u, Buffer result) {
    system.timeDerivative(t, u, result);
  }

  @Override
  public void linearize(double t, Buffer u) {
    system.linearize(t, u);
  }

  @Override
  public boolean factor(double shift) {
    return factorization.factor(shift);
  }

  @Override
  public void solve(Buffer b, Buffer x) {
    factorization.solve(b, x);
  }
}
