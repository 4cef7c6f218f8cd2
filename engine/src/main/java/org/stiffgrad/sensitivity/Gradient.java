package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.integrate.IncompleteSolutionException;
import org.stiffgrad.integrate.Termination;

/**
 * A loss and its gradient, or the reason why there is none. The numbers can be read only after a
 * {@link Termination#SUCCESS}.
 */
public final class Gradient {
  private final Termination termination;
  private final String message;
  private final double loss;
  private final double @Nullable [] parameters;
  private final double @Nullable [] initialState;
  private final SensitivityStatistics statistics;

  private Gradient(
      Termination termination,
      String message,
      double loss,
      double @Nullable [] parameters,
      double @Nullable [] initialState,
      SensitivityStatistics statistics) {
    this.termination = termination;
    this.message = message;
    this.loss = loss;
    this.parameters = parameters;
    this.initialState = initialState;
    this.statistics = statistics;
  }

  /**
   * A complete gradient.
   *
   * @param initialState dG/du0, or null if the method was not asked for it
   */
  static Gradient success(
      double loss,
      double[] parameters,
      double @Nullable [] initialState,
      SensitivityStatistics statistics) {
    return new Gradient(
        Termination.SUCCESS,
        Termination.SUCCESS.advice(),
        loss,
        parameters,
        initialState,
        statistics);
  }

  /** A complete gradient if all its numbers are finite, otherwise a failure of the named pass. */
  static Gradient ofFinite(
      double loss,
      double[] parameters,
      double @Nullable [] initialState,
      String pass,
      double time,
      SensitivityStatistics statistics) {
    boolean finite =
        Double.isFinite(loss)
            && allFinite(parameters)
            && (initialState == null || allFinite(initialState));
    return finite
        ? success(loss, parameters, initialState, statistics)
        : failure(Termination.NON_FINITE_STATE, pass, time, statistics);
  }

  private static boolean allFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  /** No gradient: the named pass ended early at a time. */
  static Gradient failure(
      Termination termination, String pass, double time, SensitivityStatistics statistics) {
    String message = "The %s ended at t = %s. %s".formatted(pass, time, termination.advice());
    return new Gradient(termination, message, Double.NaN, null, null, statistics);
  }

  /** How the computation ended. */
  public Termination termination() {
    return termination;
  }

  /** Where and why it ended, with advice. */
  public String message() {
    return message;
  }

  /** The loss G. */
  public double loss() {
    requireSuccess();
    return loss;
  }

  /** dG/dp, in the layout of the problem's parameters. */
  public double[] parameters() {
    return present(parameters, "dG/dp");
  }

  /** dG/du0, in the layout of the problem's state. */
  public double[] initialState() {
    return present(initialState, "dG/du0");
  }

  /** What the computation took. */
  public SensitivityStatistics statistics() {
    return statistics;
  }

  private double[] present(double @Nullable [] values, String what) {
    requireSuccess();
    if (values == null) {
      throw new IllegalStateException(
          what + " was not computed: this method gives it only when it is asked to.");
    }
    return values.clone();
  }

  private void requireSuccess() {
    if (termination != Termination.SUCCESS) {
      throw new IncompleteSolutionException(termination, message);
    }
  }
}
