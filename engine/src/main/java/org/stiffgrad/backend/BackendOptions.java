package org.stiffgrad.backend;

/**
 * How a backend is to compute.
 *
 * @param threads the number of threads, at least 1; see {@link
 *     ComputeBackendProvider#maximumThreads}
 */
public record BackendOptions(int threads) {
  private static final BackendOptions DEFAULTS = new BackendOptions(1);

  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A backend cannot compute on %d threads; at least 1 is needed.".formatted(threads));
    }
  }

  /** One thread. */
  public static BackendOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another number of threads. */
  public BackendOptions withThreads(int number) {
    return new BackendOptions(number);
  }
}
