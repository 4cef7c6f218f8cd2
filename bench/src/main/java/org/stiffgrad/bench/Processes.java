package org.stiffgrad.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Other programs, run to their end. */
final class Processes {
  private Processes() {}

  /**
   * Runs a program.
   *
   * @throws NoResultException if it fails, or takes longer
   */
  static void run(ProcessBuilder builder, long mostSeconds) {
    String program = builder.command().get(0);
    try {
      Process process = builder.start();
      try {
        if (!process.waitFor(mostSeconds, TimeUnit.SECONDS)) {
          throw new NoResultException(
              "The program %s took more than %d seconds.".formatted(program, mostSeconds));
        }
      } finally {
        process.destroy();
      }
      if (process.exitValue() != 0) {
        throw new NoResultException(
            "The program %s ended with exit code %d.".formatted(program, process.exitValue()));
      }
    } catch (IOException e) {
      throw new NoResultException(
          "The program %s could not be run: %s.".formatted(program, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoResultException(
          "The program %s was waited for when this one was interrupted.".formatted(program));
    }
  }
}
