package org.stiffgrad.bench;

import org.stiffgrad.backend.BackendFailureException;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.bench.compare.BenchmarkFailure;

/** Why something has no result, in one sentence for the user. */
final class Reasons {
  /** The environment variable that, set to 1, makes errors show where they come from. */
  static final String DEBUG = "STIFFGRAD_DEBUG";

  private Reasons() {}

  /** The message of a refusal; of anything that should not happen, a request to report it. */
  static String of(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "The Java heap of %d bytes is too small for this; choose a smaller grid or a larger heap (-Xmx)."
          .formatted(Runtime.getRuntime().maxMemory());
    }
    boolean isRefusal =
        e instanceof IllegalArgumentException
            || e instanceof NoResultException
            || e instanceof BenchmarkFailure
            || e instanceof BackendUnavailableException
            || e instanceof BackendFailureException;
    String reason = isRefusal ? String.valueOf(e.getMessage()) : internalError(e);
    return reason.replaceAll("\\s+", " ").trim();
  }

  private static String internalError(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return "internal error %s (%s)%s, please report it; %s=1 shows where it comes from."
        .formatted(
            e.getClass().getName(),
            e.getMessage(),
            trace.length == 0 ? "" : " at " + trace[0],
            DEBUG);
  }
}
