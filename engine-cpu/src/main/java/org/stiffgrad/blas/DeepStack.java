package org.stiffgrad.blas;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs factorisations by OpenBLAS where the stack is deep enough. By several threads they keep
 * between 2 and 4 MiB on the stack of their caller, which kills the process where a Java thread has
 * its usual 1 MiB; by one thread they need less than 100 KiB.
 *
 * <p>OpenBLAS has one number of threads for the whole process. Once that may be more than one, all
 * its factorisations that are worth several threads run on a thread of their own.
 */
public final class DeepStack implements AutoCloseable {
  private static final long BYTES = 16 << 20;

  /** OpenBLAS factors on one thread below 200; a thread of its own costs about 20 microseconds. */
  private static final int LEAST_ORDER = 128;

  private static volatile boolean parallel;

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          call -> {
            Thread thread = new Thread(null, call, "stiffgrad-openblas", BYTES);
            thread.setDaemon(true);
            return thread;
          });

  /** From now on OpenBLAS may use several threads in this process. */
  public static void expectParallelCalls() {
    parallel = true;
  }

  /** Whether the factorisation of a matrix of some order needs this. */
  public static boolean isNeeded(int order) {
    return parallel && order >= LEAST_ORDER;
  }

  /** Runs a factorisation to its end, even if the waiting thread is interrupted. */
  public void run(Runnable factorisation) {
    CompletableFuture.runAsync(factorisation, executor).join();
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
