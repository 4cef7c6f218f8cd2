package org.stiffgrad.openblas;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs calls on a thread of its own. The library's factorisation by several threads keeps between 2
 * and 4 MiB on the stack of its caller, and a Java thread has 1 MiB unless its creator asked for
 * more.
 */
final class DeepStack implements AutoCloseable {
  private static final long BYTES = 16 << 20;

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          call -> {
            Thread thread = new Thread(null, call, "stiffgrad-openblas", BYTES);
            thread.setDaemon(true);
            return thread;
          });

  /** Runs a call to its end, even if the waiting thread is interrupted. */
  void run(Runnable call) {
    CompletableFuture.runAsync(call, executor).join();
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
