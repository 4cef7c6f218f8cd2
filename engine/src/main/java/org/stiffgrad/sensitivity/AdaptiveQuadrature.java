package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.integrate.SolverOptions;

/**
 * Integrates {@code f_p^T lambda + g_p} with error control: a Gauss-Kronrod pair on each interval,
 * which is halved until the pair's difference, in the weighted root-mean-square norm of the
 * integral with the solver's tolerances, is at most 1 or down to rounding. A non-finite integrand
 * is not halved: no smaller interval would mend it, and the gradient that it spoils is refused in
 * the end.
 */
final class AdaptiveQuadrature {
  /** Halving this often reaches the rounding of times; the interval is then taken as it is. */
  private static final int DEEPEST = 48;

  /** A relative difference that the rounding of the sums explains. */
  private static final double ROUNDING = 64 * Math.ulp(1.0);

  /** Lambda as a function of {@code tau = -t}. */
  interface Lambda {
    void evaluate(double tau, Buffer result);
  }

  private final AdjointPass pass;
  private final VectorOperations vectors;
  private final GaussKronrod rule;
  private final Buffer integral;
  private final Buffer kronrod;
  private final Buffer difference;
  private final Buffer error;
  private final Buffer lambda;
  private final double[] taus;
  private final Buffer[] integrands;
  private final double[] coefficients;
  private final Buffer[] terms = new Buffer[2];
  private final double[] ones = {1, 1};

  /** The ends of the intervals still to do, the next one last. */
  private final double[] pendingEnds = new double[DEEPEST + 1];

  private final int[] pendingDepths = new int[DEEPEST + 1];

  AdaptiveQuadrature(AdjointPass pass, GaussKronrod rule) {
    this.pass = pass;
    vectors = pass.vectors();
    this.rule = rule;
    taus = new double[rule.points()];
    integral = pass.workspace().allocate(pass.parameterLength());
    kronrod = pass.workspace().allocate(pass.parameterLength());
    difference = pass.workspace().allocate(pass.parameterLength());
    error = pass.workspace().allocate(pass.parameterLength());
    integrands = new Buffer[rule.points()];
    Arrays.setAll(integrands, i -> pass.workspace().allocate(pass.parameterLength()));
    coefficients = new double[rule.points()];
    lambda = pass.workspace().allocate(pass.stateLength());
  }

  /** The integral over all intervals so far. */
  Buffer value() {
    return integral;
  }

  /** The sum of the pairs' differences over all those intervals. */
  Buffer error() {
    return error;
  }

  /** Adds the integral from {@code start} to {@code end}. */
  void add(double start, double end, Lambda function) {
    double left = start;
    pendingEnds[0] = end;
    pendingDepths[0] = 0;
    int pending = 1;
    while (pending > 0) {
      double right = pendingEnds[pending - 1];
      int depth = pendingDepths[pending - 1];
      evaluate(left, right, function);
      if (depth >= DEEPEST || isFinal()) {
        add(kronrod, integral);
        add(difference, error);
        left = right;
        pending--;
      } else {
        pendingDepths[pending - 1] = depth + 1;
        pendingEnds[pending] = left + (right - left) / 2;
        pendingDepths[pending] = depth + 1;
        pending++;
      }
    }
  }

  private boolean isFinal() {
    SolverOptions options = pass.options();
    double norm =
        vectors.weightedRmsNorm(difference, integral, kronrod, options.abstol(), options.reltol());
    if (norm <= 1 || !Double.isFinite(norm)) {
      return true;
    }
    double size = vectors.dot(kronrod, kronrod) + vectors.dot(integral, integral);
    return vectors.dot(difference, difference) <= ROUNDING * ROUNDING * size;
  }

  /** Sets {@code kronrod} to the extended rule's integral and {@code difference} to the pair's. */
  private void evaluate(double left, double right, Lambda function) {
    double h = right - left;
    for (int i = 0; i < rule.points(); i++) {
      taus[i] = left + h * rule.node(i);
    }
    pass.anticipateIntegrand(taus, taus.length);
    for (int i = 0; i < rule.points(); i++) {
      function.evaluate(taus[i], lambda);
      pass.integrand(taus[i], lambda, integrands[i]);
      coefficients[i] = h * rule.kronrodWeight(i);
    }
    vectors.linearCombination(coefficients, integrands, rule.points(), kronrod);
    for (int i = 0; i < rule.points(); i++) {
      coefficients[i] -= h * rule.gaussWeight(i);
    }
    vectors.linearCombination(coefficients, integrands, rule.points(), difference);
  }

  private void add(Buffer term, Buffer sum) {
    terms[0] = sum;
    terms[1] = term;
    vectors.linearCombination(ones, terms, 2, sum);
  }
}
