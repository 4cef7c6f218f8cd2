package org.stiffgrad.integrate;

import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.Factorization;
import org.stiffgrad.tableau.RosenbrockTableau;

/** The reverse of {@link RosenbrockStepper}. */
final class RosenbrockReversal extends StepReversal {
  private final RosenbrockTableau method;
  private final Factorization factorization;
  private final Buffer stateShare;

  RosenbrockReversal(
      RosenbrockTableau method,
      DifferentiatedSystem system,
      Factorization factorization,
      VectorOperations vectors,
      Workspace workspace,
      Work work) {
    super(method, system, vectors, workspace, work);
    this.method = method;
    this.factorization = factorization;
    stateShare = workspace.allocate(system.dimension());
  }

  @Override
  boolean evaluates(int i) {
    return method.newFunctionEvaluation(i);
  }

  @Override
  double coupling(int l, int i, double h) {
    return method.c(l, i) / h;
  }

  @Override
  void solve(Buffer adjoint) {
    factorization.solveTransposed(adjoint, adjoint);
    work.solves++;
  }

  /* W k_i moves with J, so that W dk_i = ... + dJ k_i: the terms of J k_i + h d_i f_t. */
  @Override
  void addStartDependence(int i, double h, double t, Buffer before, Buffer stage) {
    double theta = h * method.timeDerivative(i);
    Buffer adjoint = stageAdjoints[i];
    system.secondOrderState(t, before, stage, theta, adjoint, stateShare);
    system.secondOrderParameters(t, before, stage, theta, adjoint, parameterShare());
    work.addVectorJacobianProducts(2);
    addDirect(stateShare, parameterShare());
  }

  @Override
  boolean standsStill(double h) {
    return RosenbrockStepper.standsStill(method, h);
  }

  @Override
  boolean factor(double t, Buffer before, double h) {
    if (standsStill(h)) {
      return true;
    }
    system.linearize(t, before);
    work.jacobians++;
    work.factorizations++;
    return factorization.factor(RosenbrockStepper.shift(method, h));
  }
}
