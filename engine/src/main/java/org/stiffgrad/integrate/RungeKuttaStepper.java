package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.tableau.RungeKuttaTableau;

/**
 * One step of any explicit Runge-Kutta method: {@code k_i = f(u_n + h sum a_ij k_j, t_n + c_i h)},
 * {@code u_{n+1} = u_n + h sum b_i k_i}.
 */
final class RungeKuttaStepper extends Stepper {
  private final Buffer argument;

  RungeKuttaStepper(
      RungeKuttaTableau method,
      OdeSystem system,
      ComputeBackend backend,
      Workspace workspace,
      Work work) {
    super(method, system, backend.vectors(), new Buffer[method.stages()], work);
    int s = method.stages();
    for (int i = 0; i < s; i++) {
      stages[i] = workspace.allocate(system.dimension());
    }
    argument = workspace.allocate(system.dimension());
  }

  @Override
  void begin(double t, Buffer u, boolean continued) {
    if (continued && tableau.firstSameAsLast()) {
      int last = stages.length - 1;
      Buffer first = stages[0];
      stages[0] = stages[last];
      stages[last] = first;
    } else {
      system.rightHandSide(t, u, stages[0]);
      work.rightHandSides++;
    }
  }

  @Override
  boolean attempt(double t, double h, Buffer u, EvaluationTimes times, Buffer next, Buffer error) {
    for (int i = 1; i < stages.length; i++) {
      sums.argument(i, h, u, stages, argument);
      system.rightHandSide(times.clamp(t + tableau.abscissa(i) * h), argument, stages[i]);
      work.rightHandSides++;
    }
    sums.end(h, u, stages, next);
    sums.error(h, stages, error);
    return true;
  }
}
