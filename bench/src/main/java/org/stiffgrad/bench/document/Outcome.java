package org.stiffgrad.bench.document;

import org.jspecify.annotations.Nullable;

/**
 * A row and what became of its case.
 *
 * @param result null if it has not been measured
 * @param warm of a fresh process, the same measured in a warm one, if it was
 */
record Outcome(Row row, @Nullable CaseResult result, @Nullable CaseResult warm) {
  CaseResult.@Nullable Measurement measurement() {
    return result == null ? null : result.measurement();
  }

  CaseResult.@Nullable FreshProcess fresh() {
    CaseResult.Measurement measurement = measurement();
    return measurement == null ? null : measurement.fresh();
  }

  /** What was measured of what the document publishes: seconds, or MiB of the memory experiment. */
  @Nullable Double comparable() {
    CaseResult.Measurement measurement = measurement();
    CaseResult.FreshProcess fresh = fresh();
    if (measurement == null) {
      return null;
    }
    return row.section() != Section.MEMORY
        ? Double.valueOf(measurement.medianSeconds())
        : fresh == null ? null : Double.valueOf(fresh.residentGrowth());
  }

  /** What the document publishes of it, if it does. */
  @Nullable Double published() {
    return row.published();
  }

  /** Published over measured, if both are there; a resident set may have shrunk. */
  @Nullable Double ratio() {
    Double measured = comparable();
    Double published = published();
    return measured == null || published == null || measured <= 0 ? null : published / measured;
  }

  /** Why there is no measurement; null if there is one. */
  @Nullable String reason() {
    return result == null ? "It has not been measured." : result.reason();
  }

  boolean isOverLimit() {
    String reason = reason();
    return reason != null && reason.startsWith(CaseResult.OVER_LIMIT);
  }
}
