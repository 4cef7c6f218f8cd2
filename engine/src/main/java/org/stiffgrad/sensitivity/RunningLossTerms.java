package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;

/**
 * What the integral {@code integral of g(t, u(t), p) dt} of a loss adds to the adjoint equations:
 * the gradients g_u and g_p along the forward solution and their derivatives in time. Adds nothing
 * for a loss without an integral.
 *
 * <p>An integrand has no second derivatives, so the derivatives in time are differences along the
 * tangent of the solution,
 *
 * <pre>
 *   d/dt g_u = (g_u(t + a, u + a u') - g_u(t - b, u - b u')) / (a + b),
 * </pre>
 *
 * with {@code a = b = cbrt(eps)} times the forward step that contains t, cut off at the ends of
 * that step, where the integrand may end or jump. They enter only the term f_t of a Rosenbrock
 * step.
 */
final class RunningLossTerms {
  private static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

  private final @Nullable RunningLoss integrand;
  private final double[] parameters;
  private final VectorOperations vectors;
  private final double[] state;
  private final double[] slope;
  private final double[] shifted;
  private final double[] stateGradient;
  private final double[] otherStateGradient;
  private final double[] parameterGradient;
  private final Buffer stateTerm;
  private final Buffer parameterTerm;
  private final Buffer[] terms = new Buffer[2];
  private final double[] ones = {1, 1};

  /* The two points of the last difference. */
  private double before;
  private double after;

  RunningLossTerms(
      @Nullable RunningLoss integrand,
      OdeProblem problem,
      VectorOperations vectors,
      Workspace workspace) {
    this.integrand = integrand;
    this.vectors = vectors;
    parameters = problem.parameters();
    int n = integrand == null ? 0 : problem.stateLength();
    int q = integrand == null ? 0 : problem.parameterLength();
    state = workspace.allocateHost(n);
    slope = workspace.allocateHost(n);
    shifted = workspace.allocateHost(n);
    stateGradient = workspace.allocateHost(n);
    otherStateGradient = workspace.allocateHost(n);
    parameterGradient = workspace.allocateHost(q);
    stateTerm = workspace.allocate(n);
    parameterTerm = workspace.allocate(q);
  }

  /** Adds g_u to a state-shaped buffer. */
  void addStateGradient(double t, Buffer u, Buffer result) {
    if (integrand != null) {
      u.read(state);
      integrand.stateGradient(t, state, parameters, stateGradient);
      add(stateGradient, stateTerm, result);
    }
  }

  /** Adds g_p to a parameter-shaped buffer. */
  void addParameterGradient(double t, Buffer u, Buffer result) {
    if (integrand != null) {
      u.read(state);
      Arrays.fill(parameterGradient, 0);
      integrand.addParameterGradient(t, 1, state, parameters, parameterGradient);
      add(parameterGradient, parameterTerm, result);
    }
  }

  /**
   * Adds the derivative of g_u in {@code tau = -t} to a state-shaped buffer.
   *
   * @param slope {@code u'(t)}
   */
  void addStateGradientChange(
      double t, Buffer u, Buffer slope, ForwardSolution forward, Buffer result) {
    if (integrand != null && choosePoints(t, forward)) {
      readTangent(u, slope);
      integrand.stateGradient(before, shifted(before - t), parameters, stateGradient);
      integrand.stateGradient(after, shifted(after - t), parameters, otherStateGradient);
      double factor = 1 / (after - before);
      for (int i = 0; i < stateGradient.length; i++) {
        stateGradient[i] = (stateGradient[i] - otherStateGradient[i]) * factor;
      }
      add(stateGradient, stateTerm, result);
    }
  }

  /**
   * Adds the derivative of g_p in {@code tau = -t} to a parameter-shaped buffer.
   *
   * @param slope {@code u'(t)}
   */
  void addParameterGradientChange(
      double t, Buffer u, Buffer slope, ForwardSolution forward, Buffer result) {
    if (integrand != null && choosePoints(t, forward)) {
      readTangent(u, slope);
      double factor = 1 / (after - before);
      Arrays.fill(parameterGradient, 0);
      integrand.addParameterGradient(
          before, factor, shifted(before - t), parameters, parameterGradient);
      integrand.addParameterGradient(
          after, -factor, shifted(after - t), parameters, parameterGradient);
      add(parameterGradient, parameterTerm, result);
    }
  }

  /** Places the points of a difference; false where rounding leaves no room for two. */
  private boolean choosePoints(double t, ForwardSolution forward) {
    double start = forward.stepStart(t);
    double end = forward.stepEnd(t);
    double distance = RELATIVE_STEP * (end - start);
    before = Math.max(t - distance, start);
    after = Math.min(t + distance, Math.max(t, Math.nextDown(end)));
    return before < after;
  }

  private void readTangent(Buffer u, Buffer slopeBuffer) {
    u.read(state);
    slopeBuffer.read(slope);
  }

  private double[] shifted(double distance) {
    for (int i = 0; i < state.length; i++) {
      shifted[i] = state[i] + distance * slope[i];
    }
    return shifted;
  }

  private void add(double[] values, Buffer term, Buffer result) {
    term.write(values);
    terms[0] = result;
    terms[1] = term;
    vectors.linearCombination(ones, terms, 2, result);
  }
}
