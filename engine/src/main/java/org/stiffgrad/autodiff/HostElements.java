package org.stiffgrad.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.Workspace;

/**
 * The elements of dense matrices as host arrays: the storage itself where it is on the heap, else a
 * copy. There is one copy for each length, so that an array is good until the next call for a
 * matrix of that length.
 */
final class HostElements {
  private final Workspace workspace;
  private final List<double[]> copies = new ArrayList<>();

  HostElements(Workspace workspace) {
    this.workspace = workspace;
  }

  double[] read(DenseMatrix matrix) {
    Buffer buffer = matrix.elements();
    if (buffer instanceof HeapBuffer) {
      return HeapBuffer.elements(buffer);
    }
    double[] copy = copy(buffer.length());
    buffer.read(copy);
    return copy;
  }

  /** Stores what {@link #read} returned and the caller changed. */
  void write(double[] elements, DenseMatrix matrix) {
    if (!(matrix.elements() instanceof HeapBuffer)) {
      matrix.elements().write(elements);
    }
  }

  private double[] copy(long length) {
    for (int i = 0; i < copies.size(); i++) {
      if (copies.get(i).length == length) {
        return copies.get(i);
      }
    }
    double[] copy = workspace.allocateHost(length);
    copies.add(copy);
    return copy;
  }
}
