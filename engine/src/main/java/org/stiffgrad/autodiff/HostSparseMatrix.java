package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.JacobianMatrix;

/**
 * A sparse matrix A in host memory, compressed by columns. The memory of its values is taken when
 * they are first asked for; before, they are zero.
 */
final class HostSparseMatrix implements JacobianMatrix {
  private final SparsityPattern pattern;
  private final Workspace workspace;
  private final HostElements sources;
  private final HostElements targets;
  private double @Nullable [] values;

  HostSparseMatrix(SparsityPattern pattern, Workspace workspace) {
    this.pattern = pattern;
    this.workspace = workspace;
    sources = new HostElements(workspace);
    targets = new HostElements(workspace);
  }

  SparsityPattern pattern() {
    return pattern;
  }

  /** The values in the order of the pattern's elements, to be read and written. */
  double[] values() {
    double[] present = values;
    if (present == null) {
      present = workspace.allocateHost(pattern.size());
      values = present;
    }
    return present;
  }

  /** Takes the values of a matrix of the same pattern. */
  void copy(HostSparseMatrix other) {
    System.arraycopy(other.values(), 0, values(), 0, pattern.size());
  }

  @Override
  public int rows() {
    return pattern.rows();
  }

  @Override
  public int columns() {
    return pattern.columns();
  }

  /** {@code result = A x}. */
  void times(double[] x, double[] result) {
    Arrays.fill(result, 0, rows(), 0.0);
    for (int j = 0; j < columns(); j++) {
      addColumn(x[j], j, result, 0);
    }
  }

  /** {@code result = A^T x}. */
  void timesTransposed(double[] x, double[] result) {
    double[] a = values();
    for (int j = 0; j < columns(); j++) {
      double sum = 0;
      for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
        sum += a[k] * x[pattern.row(k)];
      }
      result[j] = sum;
    }
  }

  private void addColumn(double factor, int column, double[] result, int offset) {
    double[] a = values();
    int end = pattern.start(column + 1);
    for (int k = pattern.start(column); k < end; k++) {
      result[offset + pattern.row(k)] += factor * a[k];
    }
  }

  @Override
  public void assembleShifted(double shift, DenseMatrix w) {
    if (rows() != columns() || w.rows() != rows() || w.columns() != columns()) {
      throw new IllegalArgumentException(
          "A %d x %d matrix was to be subtracted from a multiple of the identity and written to a %d x %d matrix; expected squares of one order."
              .formatted(rows(), columns(), w.rows(), w.columns()));
    }
    double[] elements = targets.read(w);
    for (int j = 0; j < columns(); j++) {
      int start = j * w.leadingDimension();
      Arrays.fill(elements, start, start + rows(), 0.0);
      elements[start + j] = shift;
      addColumn(-1, j, elements, start);
    }
    targets.write(elements, w);
  }

  @Override
  public void addProduct(DenseMatrix s, DenseMatrix result) {
    if (s.rows() != columns() || result.rows() != rows() || s.columns() != result.columns()) {
      throw new IllegalArgumentException(
          "The product of a %d x %d matrix and a %d x %d matrix was to be added to a %d x %d matrix."
              .formatted(
                  rows(), columns(), s.rows(), s.columns(), result.rows(), result.columns()));
    }
    double[] from = sources.read(s);
    double[] to = targets.read(result);
    for (int c = 0; c < s.columns(); c++) {
      int source = c * s.leadingDimension();
      int target = c * result.leadingDimension();
      for (int j = 0; j < columns(); j++) {
        addColumn(from[source + j], j, to, target);
      }
    }
    targets.write(to, result);
  }

  @Override
  public void addColumns(int first, DenseMatrix result) {
    if (result.rows() != rows() || first < 0 || first + result.columns() > columns()) {
      throw new IllegalArgumentException(
          "%d columns from column %d of a %d x %d matrix were to be added to a %d x %d matrix."
              .formatted(
                  result.columns(), first, rows(), columns(), result.rows(), result.columns()));
    }
    double[] to = targets.read(result);
    for (int c = 0; c < result.columns(); c++) {
      addColumn(1, first + c, to, c * result.leadingDimension());
    }
    targets.write(to, result);
  }
}
