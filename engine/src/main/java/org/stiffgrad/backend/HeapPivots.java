package org.stiffgrad.backend;

/** Row interchanges on the Java heap, shared by the CPU backends. */
public final class HeapPivots implements Pivots {
  private final int[] interchanges;

  /** Room for the interchanges of a matrix of order n. */
  public HeapPivots(int n) {
    interchanges = new int[n];
  }

  /** The storage of pivots that a heap backend made, in the form of {@link Pivots#toArray}. */
  public static int[] interchanges(Pivots pivots) {
    if (pivots instanceof HeapPivots heap) {
      return heap.interchanges;
    }
    throw new IllegalArgumentException(
        "Pivots of type %s were passed to a backend that works on the Java heap; allocate them from the same backend."
            .formatted(pivots.getClass().getSimpleName()));
  }

  @Override
  public int size() {
    return interchanges.length;
  }

  @Override
  public int[] toArray() {
    return interchanges.clone();
  }
}
