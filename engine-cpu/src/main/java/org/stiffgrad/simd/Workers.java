package org.stiffgrad.simd;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share the columns or rows of matrix operations with the calling thread. A call
 * allocates nothing. Between calls that follow each other closely the threads stay awake, as
 * sleeping and waking would take longer than many operations; after {@value #AWAKE_NANOSECONDS} ns
 * without work they sleep.
 *
 * <p>For one calling thread at a time. The threads do not keep the JVM alive.
 */
final class Workers implements AutoCloseable {
  /** Work on a range of columns or rows. */
  interface Task {
    /**
     * Does the part from {@code from} to before {@code to}.
     *
     * @param worker the index of the thread, whose working memory may be used; 0 is the caller
     */
    void run(int worker, int from, int to);
  }

  /** Tasks of fewer multiplications are not worth sharing. */
  static final long SHARING_PAYS = 500_000;

  private static final long AWAKE_NANOSECONDS = 200_000;

  /** Checks between two looks at the clock. */
  private static final int SPINS = 64;

  private final Worker[] others;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  // The current task; written before the generation, by which the threads see it.
  private @Nullable Task task;
  private int count;
  private int unit;
  private boolean dealt;
  private final AtomicInteger next = new AtomicInteger();
  private int calls;
  private volatile int generation;

  /**
   * Starts {@code threads - 1} threads, which work beside the caller.
   *
   * @param threads at least 1
   */
  Workers(int threads) {
    others = new Worker[threads - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Worker(i + 1);
      others[i].start();
    }
  }

  /** The number of threads, the caller's among them. */
  int threads() {
    return others.length + 1;
  }

  /**
   * Runs a task on all threads, each on an even part of the range from 0 to count, and returns when
   * all parts are done. A range of fewer units than threads is left to the caller.
   *
   * @param unit the parts but the last are multiples of it
   */
  void share(int count, int unit, Task task) {
    if (others.length == 0 || count / unit < threads()) {
      task.run(0, 0, count);
      return;
    }
    this.unit = unit;
    dealt = false;
    run(count, task);
  }

  /**
   * Runs the parts of a task from 0 to before {@code parts}, each as a range of one, and returns
   * when all are done. A thread that is free takes the next one, so that parts may differ in
   * length; the longest should be the first.
   */
  void deal(int parts, Task task) {
    dealt = true;
    next.set(0);
    run(parts, task);
  }

  private void run(int count, Task task) {
    this.task = task;
    this.count = count;
    unfinished.set(others.length);
    generation = ++calls;
    for (Worker worker : others) {
      if (worker.asleep) {
        LockSupport.unpark(worker);
      }
    }
    try {
      takePart(0);
    } finally {
      for (int spins = 0; unfinished.get() != 0; spins++) {
        pause(spins);
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("A thread of the simd backend failed: " + thrown, thrown);
    }
  }

  private void takePart(int worker) {
    Task current = Objects.requireNonNull(task);
    if (dealt) {
      for (int part = next.getAndIncrement(); part < count; part = next.getAndIncrement()) {
        current.run(worker, part, part + 1);
      }
      return;
    }
    long units = count / unit;
    int from = (int) (units * worker / threads()) * unit;
    boolean last = worker == others.length;
    int to = last ? count : (int) (units * (worker + 1) / threads()) * unit;
    current.run(worker, from, to);
  }

  /** Waits actively, but lets others run where there are fewer cores than threads. */
  @SuppressWarnings("ThreadPriorityCheck") // The yield only saves time; nothing relies on it.
  private static void pause(int spins) {
    if (spins % SPINS == SPINS - 1) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : others) {
      LockSupport.unpark(worker);
    }
  }

  private final class Worker extends Thread {
    private final int index;
    volatile boolean asleep;

    Worker(int index) {
      super("stiffgrad-simd-" + index);
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (awaitChange(seen)) {
        seen++;
        try {
          takePart(index);
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          unfinished.decrementAndGet();
        }
      }
    }

    /** Waits for another generation than the one seen; false if closed instead. */
    private boolean awaitChange(int seen) {
      long bedtime = System.nanoTime() + AWAKE_NANOSECONDS;
      for (int spins = 0; generation == seen && !closed; spins++) {
        pause(spins);
        if (spins % SPINS == 0 && System.nanoTime() - bedtime > 0) {
          asleep = true;
          // The generation may have changed before the caller could see this thread asleep.
          while (generation == seen && !closed) {
            LockSupport.park(Workers.this);
          }
          asleep = false;
        }
      }
      return !closed;
    }
  }
}
