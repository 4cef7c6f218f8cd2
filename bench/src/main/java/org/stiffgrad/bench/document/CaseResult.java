package org.stiffgrad.bench.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A finished case: what was measured, or the reason why nothing was.
 *
 * @param date when it ended, by the clock of the machine
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaseResult(
    CaseKey key, String date, @Nullable Measurement measurement, @Nullable String reason) {
  /** How the reason of a case begins that took too long. */
  public static final String OVER_LIMIT = "It was ended at the limit";

  /**
   * What was measured of a gradient.
   *
   * @param medianSeconds of the timed calls; of a fresh process, of the calls after the first, or
   *     of the first if it is the only one
   * @param relativeGradientError in the Euclidean norm, to a gradient of tight tolerance
   * @param forwardSteps accepted steps of the state, all solves together
   * @param reverseSteps accepted steps of the adjoint
   * @param countedBytes of all buffers that the computation took from the backend
   * @param fresh what can be said of a fresh process only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Measurement(
      double medianSeconds,
      double leastSeconds,
      double greatestSeconds,
      int repetitions,
      double relativeGradientError,
      long forwardSteps,
      long reverseSteps,
      long countedBytes,
      @Nullable FreshProcess fresh) {
    /** The same with another error. */
    public Measurement withError(double error) {
      return new Measurement(
          medianSeconds,
          leastSeconds,
          greatestSeconds,
          repetitions,
          error,
          forwardSteps,
          reverseSteps,
          countedBytes,
          fresh);
    }
  }

  /**
   * A process that computes a gradient and little else. Before: with the problem set up. After:
   * with the gradient, after the calls and garbage collections.
   *
   * @param processSeconds from the start of the JVM to the end of its first gradient
   * @param firstSeconds of the first call
   * @param residentBefore bytes of the resident set
   * @param residentPeak the most bytes of the resident set, garbage included
   * @param heapBefore bytes of live objects on the Java heap
   */
  public record FreshProcess(
      double processSeconds,
      double firstSeconds,
      long residentBefore,
      long residentAfter,
      long residentPeak,
      long heapBefore,
      long heapAfter) {
    private static final double MEBIBYTE = 1 << 20;

    /** By how many MiB the resident set grew. */
    public double residentGrowth() {
      return (residentAfter - residentBefore) / MEBIBYTE;
    }

    /** By how many MiB the live objects on the heap grew. */
    public double heapGrowth() {
      return (heapAfter - heapBefore) / MEBIBYTE;
    }
  }
}
