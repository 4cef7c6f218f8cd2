package org.stiffgrad.bench.compare;

/** A benchmark ended without a result; the message is the reason that its JVM gave. */
public final class BenchmarkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchmarkFailure(Throwable cause) {
    super(reason(cause), cause);
  }

  private static String reason(Throwable e) {
    Throwable origin = origin(e);
    String message = String.valueOf(origin.getMessage()).lines().findFirst().orElse("");
    boolean isSentence =
        origin instanceof IllegalStateException || origin instanceof IllegalArgumentException;
    return isSentence ? message : origin.getClass().getSimpleName() + ": " + message;
  }

  /** JMH wraps what happened, and hands on what happened in another JVM as suppressed. */
  private static Throwable origin(Throwable e) {
    Throwable origin = e;
    while (true) {
      if (origin.getSuppressed().length > 0) {
        origin = origin.getSuppressed()[0];
      } else if (origin.getCause() != null) {
        origin = origin.getCause();
      } else {
        return origin;
      }
    }
  }
}
