package org.stiffgrad.gpu.runtime;

/** A mark in the stream, by which the device's time is taken. */
public interface GpuEvent extends AutoCloseable {
  /** Puts the mark behind everything that is queued so far. */
  void record();

  /**
   * Waits for this mark and takes the device's time between two.
   *
   * @param earlier recorded before this one
   * @return seconds, in steps of about 1e-6
   */
  double secondsSince(GpuEvent earlier);

  @Override
  void close();
}
