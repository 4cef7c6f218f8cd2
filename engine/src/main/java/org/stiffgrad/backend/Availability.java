package org.stiffgrad.backend;

/** Whether a backend can run here. */
public sealed interface Availability {
  /**
   * It can.
   *
   * @param details one line: version, vector width, device
   */
  record Available(String details) implements Availability {}

  /**
   * It cannot.
   *
   * @param reason one sentence: what is missing and what to do
   */
  record Unavailable(String reason) implements Availability {}
}
