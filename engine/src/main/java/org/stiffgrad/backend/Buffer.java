package org.stiffgrad.backend;

/** A vector of doubles in a backend's memory. Buffers are made by a {@link Workspace}. */
public interface Buffer {
  /** The number of elements. */
  long length();

  /**
   * Copies elements to the host.
   *
   * @param target receives the first {@code target.length} elements of this buffer
   */
  void read(double[] target);

  /**
   * Copies elements from the host.
   *
   * @param source becomes the first {@code source.length} elements of this buffer
   */
  void write(double[] source);

  /** A copy of all elements on the host. */
  default double[] toArray() {
    double[] copy = new double[Math.toIntExact(length())];
    read(copy);
    return copy;
  }
}
