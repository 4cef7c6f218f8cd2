package org.stiffgrad.backend;

/**
 * The memory of one computation: buffers are allocated from it and all released when it is closed.
 */
public interface Workspace extends AutoCloseable {
  /**
   * A buffer of zeros.
   *
   * @param length the number of elements
   * @throws InsufficientMemoryException if the backend's memory cannot hold it; nothing was
   *     allocated
   */
  Buffer allocate(long length);

  /** A buffer that holds a copy of the values. */
  default Buffer allocate(double[] values) {
    Buffer buffer = allocate(values.length);
    buffer.write(values);
    return buffer;
  }

  /** A column-major matrix of zeros; the backend chooses the leading dimension. */
  DenseMatrix allocateMatrix(int rows, int columns);

  /**
   * Room for the row interchanges of a matrix of order n.
   *
   * @throws InsufficientMemoryException if it does not fit; nothing was allocated
   */
  Pivots allocatePivots(int n);

  /**
   * An array of zeros on the host, counted among this workspace's bytes.
   *
   * @param length the number of elements
   * @throws InsufficientMemoryException if the heap cannot hold it; nothing was allocated
   */
  double[] allocateHost(long length);

  /** The bytes that live buffers of this workspace hold. */
  long bytes();

  @Override
  void close();
}
