package org.stiffgrad.gpu.runtime;

/**
 * A device and the software that drives it.
 *
 * @param name the vendor's name of the device
 * @param major the first part of its compute capability
 * @param minor the second part
 * @param multiprocessors how many it has
 * @param totalBytes its memory
 * @param driverVersion the CUDA version that the driver supports, such as {@code 13.0}
 * @param libraries NVRTC, cuBLAS and cuSOLVER with their versions, for people
 * @param standIn whether this is the host stand-in that tests use and no device at all
 */
public record GpuDevice(
    String name,
    int major,
    int minor,
    int multiprocessors,
    long totalBytes,
    String driverVersion,
    String libraries,
    boolean standIn) {
  /** The compute capability, such as {@code 9.0}. */
  public String computeCapability() {
    return major + "." + minor;
  }

  /** One line for people. */
  public String description() {
    return "%s, compute capability %s, %d multiprocessors, %.1f GiB; driver for CUDA %s; %s"
        .formatted(
            name,
            computeCapability(),
            multiprocessors,
            totalBytes / (double) (1L << 30),
            driverVersion,
            libraries);
  }
}
