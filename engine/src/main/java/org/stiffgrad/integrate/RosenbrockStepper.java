package org.stiffgrad.integrate;

import java.util.stream.IntStream;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.tableau.RosenbrockTableau;

/**
 * One step of any Rosenbrock method in transformed form, as the package describes it: one
 * factorisation and as many solves as stages.
 */
final class RosenbrockStepper extends Stepper {
  private final RosenbrockTableau method;
  private final Buffer argument;
  private final Buffer function;
  private final Buffer timeDerivative;
  private final Buffer right;
  private final boolean autonomous;

  /* Where f is evaluated, each once, and the times there. */
  private final double[] abscissas;
  private final double[] stageTimes;

  /* The terms f, f_t, k_0, k_1, ... of right sides. */
  private final Buffer[] rightTerms;
  private final double[] coefficients;

  RosenbrockStepper(
      RosenbrockTableau method,
      OdeSystem system,
      ComputeBackend backend,
      Workspace workspace,
      Work work) {
    super(method, system, backend.vectors(), new Buffer[method.stages()], work);
    this.method = method;
    int s = method.stages();
    int n = system.dimension();
    for (int i = 0; i < s; i++) {
      stages[i] = workspace.allocate(n);
    }
    argument = workspace.allocate(n);
    function = workspace.allocate(n);
    right = workspace.allocate(n);
    autonomous = system.isAutonomous();
    timeDerivative = autonomous ? function : workspace.allocate(n);
    rightTerms = new Buffer[s + 2];
    rightTerms[0] = function;
    rightTerms[1] = timeDerivative;
    System.arraycopy(stages, 0, rightTerms, 2, s);
    coefficients = new double[s + 2];
    abscissas =
        IntStream.range(0, s)
            .filter(method::newFunctionEvaluation)
            .mapToDouble(method::abscissa)
            .distinct()
            .toArray();
    stageTimes = new double[abscissas.length];
  }

  @Override
  void begin(double t, Buffer u, boolean continued) {
    system.linearize(t, u);
    work.jacobians++;
    if (!autonomous) {
      system.timeDerivative(t, u, timeDerivative);
    }
  }

  @Override
  boolean attempt(double t, double h, Buffer u, EvaluationTimes times, Buffer next, Buffer error) {
    if (standsStill(method, h)) {
      return standStill(u, next, error);
    }
    work.factorizations++;
    if (!system.factor(shift(method, h))) {
      return false;
    }
    anticipate(t, h, times);
    for (int i = 0; i < stages.length; i++) {
      if (method.newFunctionEvaluation(i)) {
        Buffer state = u;
        if (i > 0) {
          sums.argument(i, h, u, stages, argument);
          state = argument;
        }
        system.rightHandSide(times.clamp(t + method.abscissa(i) * h), state, function);
        work.rightHandSides++;
      }
      rightSide(i, h);
      system.solve(right, stages[i]);
      work.solves++;
    }
    sums.end(h, u, stages, next);
    sums.error(h, stages, error);
    return true;
  }

  private void anticipate(double t, double h, EvaluationTimes times) {
    for (int k = 0; k < abscissas.length; k++) {
      stageTimes[k] = times.clamp(t + abscissas[k] * h);
    }
    system.anticipate(stageTimes, abscissas.length);
  }

  /** The shift {@code 1/(h gamma)} of W. */
  static double shift(RosenbrockTableau method, double h) {
    return 1 / (h * method.gamma());
  }

  /** Whether 1/h overflows: over so short a step no state moves by as much as its rounding. */
  static boolean standsStill(RosenbrockTableau method, double h) {
    return shift(method, h) == Double.POSITIVE_INFINITY;
  }

  private boolean standStill(Buffer u, Buffer next, Buffer error) {
    for (Buffer stage : stages) {
      vectors.fill(stage, 0);
    }
    vectors.copy(u, next);
    vectors.fill(error, 0);
    return true;
  }

  private void rightSide(int i, double h) {
    coefficients[0] = 1;
    coefficients[1] = autonomous ? 0 : h * method.timeDerivative(i);
    for (int j = 0; j < i; j++) {
      coefficients[2 + j] = method.c(i, j) / h;
    }
    vectors.linearCombination(coefficients, rightTerms, 2 + i, right);
  }
}
