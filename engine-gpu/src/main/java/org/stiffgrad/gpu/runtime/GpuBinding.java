package org.stiffgrad.gpu.runtime;

import org.stiffgrad.backend.Availability;

/** A way to call CUDA from Java. */
public interface GpuBinding {
  /** The name of the backend that uses it. */
  String name();

  /**
   * Finds out whether driver, libraries and a suitable device are here, without making a context on
   * the device.
   */
  Availability probe();

  /**
   * Opens the first device that the driver shows.
   *
   * @throws org.stiffgrad.backend.BackendUnavailableException if {@link #probe} says that it cannot
   *     be used
   */
  GpuRuntime open();
}
