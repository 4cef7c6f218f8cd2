package org.stiffgrad.gpu.runtime;

/** The device has less memory left than was asked for. */
public final class GpuOutOfMemoryException extends GpuException {
  private static final long serialVersionUID = 1L;

  private final long askedBytes;
  private final long freeBytes;
  private final long totalBytes;

  public GpuOutOfMemoryException(
      String call, String error, int code, long askedBytes, long freeBytes, long totalBytes) {
    super(
        call,
        error,
        code,
        "%d bytes were asked for, and %d of the device's %d are free; choose a smaller grid, or end other programs that use the device."
            .formatted(askedBytes, freeBytes, totalBytes));
    this.askedBytes = askedBytes;
    this.freeBytes = freeBytes;
    this.totalBytes = totalBytes;
  }

  public long askedBytes() {
    return askedBytes;
  }

  public long freeBytes() {
    return freeBytes;
  }

  public long totalBytes() {
    return totalBytes;
  }
}
