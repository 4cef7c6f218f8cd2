package org.stiffgrad.backend;

/**
 * Heap memory of one computation. Requests beyond what the heap can hold are refused before they
 * are made, so that a computation that is too large ends in a sentence and not in an exhausted JVM.
 */
public final class HeapWorkspace implements Workspace {
  /** The share of the heap limit that one computation may claim; the rest is the program's. */
  private static final double USABLE_SHARE = 0.9;

  private long bytes;

  @Override
  public Buffer allocate(long length) {
    claim(length, Double.BYTES, length + " numbers");
    return new HeapBuffer((int) length);
  }

  @Override
  public double[] allocateHost(long length) {
    claim(length, Double.BYTES, length + " numbers");
    return new double[(int) length];
  }

  @Override
  public DenseMatrix allocateMatrix(int rows, int columns) {
    long length = (long) rows * columns;
    claim(length, Double.BYTES, "a dense " + rows + " x " + columns + " matrix");
    return new DenseMatrix(new HeapBuffer((int) length), rows, columns, Math.max(1, rows));
  }

  @Override
  public Pivots allocatePivots(int n) {
    claim(n, Integer.BYTES, n + " row interchanges");
    return new HeapPivots(n);
  }

  private void claim(long length, int elementBytes, String what) {
    long needed = Math.multiplyExact(length, elementBytes);
    long usable = (long) (USABLE_SHARE * Runtime.getRuntime().maxMemory()) - bytes;
    if (needed > usable) {
      throw new InsufficientMemoryException(
          "Storing %s takes %d bytes, but the Java heap has room for %d more; choose a smaller grid or a larger heap (-Xmx)."
              .formatted(what, needed, Math.max(0, usable)));
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new InsufficientMemoryException(
          "Storing %s takes %d bytes, more than one Java array can hold (%d); choose a smaller grid."
              .formatted(what, needed, (Integer.MAX_VALUE - 8L) * elementBytes));
    }
    bytes += needed;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    bytes = 0;
  }
}
