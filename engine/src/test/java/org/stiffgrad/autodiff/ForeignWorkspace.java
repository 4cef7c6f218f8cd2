package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Workspace;

/** Memory that the host reaches only by copying, as that of a device; counts what it holds. */
final class ForeignWorkspace implements Workspace {
  private final HeapWorkspace heap = new HeapWorkspace();

  private static final class ForeignBuffer implements Buffer {
    private final Buffer hidden;

    ForeignBuffer(Buffer hidden) {
      this.hidden = hidden;
    }

    @Override
    public long length() {
      return hidden.length();
    }

    @Override
    public void read(double[] target) {
      hidden.read(target);
    }

    @Override
    public void write(double[] source) {
      hidden.write(source);
    }
  }

  @Override
  public Buffer allocate(long length) {
    return new ForeignBuffer(heap.allocate(length));
  }

  @Override
  public DenseMatrix allocateMatrix(int rows, int columns) {
    return new DenseMatrix(allocate((long) rows * columns), rows, columns, rows);
  }

  @Override
  public Pivots allocatePivots(int n) {
    return heap.allocatePivots(n);
  }

  @Override
  public double[] allocateHost(long length) {
    return heap.allocateHost(length);
  }

  @Override
  public long bytes() {
    return heap.bytes();
  }

  @Override
  public void close() {
    heap.close();
  }
}
