package org.stiffgrad.backend;

/** A buffer on the Java heap, shared by the CPU backends. */
public final class HeapBuffer implements Buffer {
  private final double[] elements;

  public HeapBuffer(int length) {
    elements = new double[length];
  }

  /** The storage of a buffer that a heap backend made. */
  public static double[] elements(Buffer buffer) {
    if (buffer instanceof HeapBuffer heap) {
      return heap.elements;
    }
    throw new IllegalArgumentException(
        "A buffer of type %s was passed to a backend that works on the Java heap; allocate it from a workspace of the same backend."
            .formatted(buffer.getClass().getSimpleName()));
  }

  @Override
  public long length() {
    return elements.length;
  }

  @Override
  public void read(double[] target) {
    System.arraycopy(elements, 0, target, 0, target.length);
  }

  @Override
  public void write(double[] source) {
    System.arraycopy(source, 0, elements, 0, source.length);
  }
}
