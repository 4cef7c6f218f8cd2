package org.stiffgrad.backend;

/**
 * How a backend computes.
 *
 * @param threads how many threads a single call may use, at least 1
 * @param safepoints whether a call of more than about a millisecond lets the other threads of the
 *     JVM stop for the garbage collector meanwhile. A native library that works on the Java heap
 *     does not; it then gets copies instead. Backends without one always do.
 */
public record BackendOptions(int threads, boolean safepoints) {
  private static final BackendOptions DEFAULTS = new BackendOptions(1, true);

  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A backend cannot compute on %d threads; at least 1 is needed.".formatted(threads));
    }
  }

  /** One thread, and safepoints. */
  public static BackendOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another number of threads. */
  public BackendOptions withThreads(int number) {
    return new BackendOptions(number, safepoints);
  }

  /** The same with or without safepoints in long calls. */
  public BackendOptions withSafepoints(boolean wanted) {
    return new BackendOptions(threads, wanted);
  }
}
