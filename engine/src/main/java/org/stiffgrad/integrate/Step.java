package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.tableau.Tableau;

/**
 * An accepted step with its continuous extension
 *
 * <pre>
 *   u(T) = (1-T) u_0 + T u_1 + T (1-T) (r_0 + T r_1 + T^2 r_2 + ...),   t = t_0 + T h,
 *   r_j  = sum over i of H_ji k_i   (times h where stages are slopes).
 * </pre>
 */
public final class Step {
  private final Stepper stepper;
  private final VectorOperations vectors;
  private final double[] coefficients;
  private final Buffer[] terms;
  private final Buffer error;
  private double start;
  private double end;

  /**
   * @param error holds the error estimate of each accepted step
   */
  Step(Stepper stepper, Buffer error) {
    this.stepper = stepper;
    this.error = error;
    this.vectors = stepper.vectors;
    this.coefficients = new double[2 + stepper.tableau.stages()];
    this.terms = new Buffer[2 + stepper.tableau.stages()];
  }

  void set(double start, double end, Buffer before, Buffer after) {
    this.start = start;
    this.end = end;
    terms[0] = before;
    terms[1] = after;
    System.arraycopy(stepper.stages, 0, terms, 2, stepper.stages.length);
  }

  /** The time t_0 at which the step starts. */
  public double start() {
    return start;
  }

  /** The time {@code t_0 + h} at which it ends. */
  public double end() {
    return end;
  }

  /** The state u_0 at the start. */
  public Buffer before() {
    return terms[0];
  }

  /** The state u_1 at the end. */
  public Buffer after() {
    return terms[1];
  }

  /** The stage k_i. */
  Buffer stage(int i) {
    return terms[2 + i];
  }

  /** The estimate of the local error of u_1. */
  public Buffer error() {
    return error;
  }

  /** The number of vectors r_j of the continuous extension. */
  public int interpolationRows() {
    return stepper.tableau.interpolationRows();
  }

  /** The vector r_j of the continuous extension. */
  public void interpolationVector(int j, Buffer result) {
    Tableau tableau = stepper.tableau;
    double scale = tableau.stageScale(end - start);
    for (int i = 0; i < tableau.stages(); i++) {
      coefficients[i] = scale * tableau.interpolation(j, i);
    }
    vectors.linearCombination(coefficients, stepper.stages, tableau.stages(), result);
  }

  /** The state at a time within the step. */
  public void interpolate(double t, Buffer result) {
    Interpolation.stageWeights(stepper.tableau, t, start, end, coefficients);
    vectors.linearCombination(coefficients, terms, terms.length, result);
  }
}
