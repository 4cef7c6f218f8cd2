package org.stiffgrad.bench.report;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a task that turns out to take longer than two seconds: a bar on a terminal, else a
 * line for each part. Nothing is shown of shorter tasks.
 */
public final class Progress implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 2;
  private static final int WIDTH = 78;

  private final PrintStream err;
  private final BooleanSupplier terminal;
  private final String task;
  private final int parts;
  private final @Nullable ScheduledExecutorService timer;
  private @Nullable ProgressBar bar;
  private boolean started;
  private boolean closed;
  private int done;
  private String current = "";

  Progress(PrintStream err, BooleanSupplier terminal, boolean quiet, String task, int parts) {
    this.err = err;
    this.terminal = terminal;
    this.task = task;
    this.parts = parts;
    timer = quiet ? null : Executors.newSingleThreadScheduledExecutor(Progress::daemon);
    if (timer != null) {
      var unused = timer.schedule(this::show, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }

  private synchronized void show() {
    if (closed) {
      return;
    }
    started = true;
    if (terminal.getAsBoolean()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(parts)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
              .build();
      bar.stepTo(done);
      bar.setExtraMessage(current);
    } else {
      printLine();
    }
  }

  private void printLine() {
    err.printf(
        "%s: %d of %d done%s%n", task, done, parts, current.isEmpty() ? "" : ", now " + current);
  }

  /** Says what is computed now. */
  public synchronized void begin(String part) {
    current = part;
    if (bar != null) {
      bar.setExtraMessage(part);
    } else if (started) {
      printLine();
    }
  }

  /** Counts a finished part. */
  public synchronized void done() {
    done++;
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (bar != null) {
      bar.close();
    }
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
