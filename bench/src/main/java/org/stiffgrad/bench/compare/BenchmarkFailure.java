package org.stiffgrad.bench.compare;

/** A benchmark ended without a result; the message is the reason that its JVM gave. */
public final class BenchmarkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchmarkFailure(Throwable cause) {
    super(reason(cause), cause);
  }

  /** JMH wraps what happened, and hands on what happened in another JVM as suppressed. */
  private static String reason(Throwable e) {
    Throwable origin = e;
    while (true) {
      if (origin.getSuppressed().length > 0) {
        origin = origin.getSuppressed()[0];
      } else if (origin.getCause() != null) {
        origin = origin.getCause();
      } else {
        return String.valueOf(origin.getMessage()).lines().findFirst().orElse("");
      }
    }
  }
}
