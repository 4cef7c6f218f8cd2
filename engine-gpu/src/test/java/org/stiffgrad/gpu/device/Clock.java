package org.stiffgrad.gpu.device;

import org.stiffgrad.backend.ComputeBackend;

/** Takes the time of what a backend computes, which it may do after a call returned. */
final class Clock {
  private static final int BATCHES = 5;
  private static final int MOST_CALLS = 10_000;

  private final ComputeBackend backend;
  private final double secondsABatch;

  /**
   * @param secondsABatch long against the time of a launch and the resolution of the clock
   */
  Clock(ComputeBackend backend, double secondsABatch) {
    this.backend = backend;
    this.secondsABatch = secondsABatch;
  }

  /** The seconds of a call, the least of several batches of calls. */
  double seconds(Runnable call) {
    double once = Math.min(batch(backend, call, 1), batch(backend, call, 1));
    int calls = (int) Math.clamp(secondsABatch / once, 1, MOST_CALLS);
    double least = Double.MAX_VALUE;
    for (int k = 0; k < BATCHES; k++) {
      least = Math.min(least, batch(backend, call, calls));
    }
    return least;
  }

  /** The seconds of a single call that nothing warmed up. */
  static double once(ComputeBackend backend, Runnable call) {
    return batch(backend, call, 1);
  }

  private static double batch(ComputeBackend backend, Runnable call, int calls) {
    backend.finish();
    long start = System.nanoTime();
    for (int k = 0; k < calls; k++) {
      call.run();
    }
    backend.finish();
    return (System.nanoTime() - start) * 1e-9 / calls;
  }
}
