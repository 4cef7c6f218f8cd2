package org.stiffgrad.backend;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A column-major matrix in a test's own memory.
 *
 * @param elements element (i, j) is {@code elements[i + j * leadingDimension]}; the elements
 *     between rows and leading dimension are padding that no operation may use or change
 */
public record HostMatrix(int rows, int columns, int leadingDimension, double[] elements) {
  /** What padding holds: so large that any use of it shows in a result. */
  public static final double PADDING = 1e200;

  /** A matrix of zeros. */
  public static HostMatrix zeros(int rows, int columns, int leadingDimension) {
    double[] elements = new double[leadingDimension * columns];
    Arrays.fill(elements, PADDING);
    return new HostMatrix(rows, columns, leadingDimension, elements).filled(0);
  }

  /** Sets every element and leaves the padding. */
  public HostMatrix filled(double value) {
    for (int j = 0; j < columns; j++) {
      Arrays.fill(elements, j * leadingDimension, j * leadingDimension + rows, value);
    }
    return this;
  }

  /** Elements uniformly distributed in [-1, 1). */
  public static HostMatrix random(
      RandomGenerator random, int rows, int columns, int leadingDimension) {
    HostMatrix matrix = zeros(rows, columns, leadingDimension);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, random.nextDouble(-1, 1));
      }
    }
    return matrix;
  }

  /** A random matrix plus {@code 2 n I}; its condition number in the maximum norm is below 4. */
  public static HostMatrix randomDominant(RandomGenerator random, int n, int leadingDimension) {
    HostMatrix matrix = random(random, n, n, leadingDimension);
    for (int i = 0; i < n; i++) {
      matrix.set(i, i, matrix.get(i, i) + 2 * n);
    }
    return matrix;
  }

  public double get(int i, int j) {
    return elements[i + j * leadingDimension];
  }

  public void set(int i, int j, double value) {
    elements[i + j * leadingDimension] = value;
  }

  /** This matrix or its transpose. */
  public double get(Transpose transpose, int i, int j) {
    return transpose == Transpose.NO ? get(i, j) : get(j, i);
  }

  public HostMatrix copy() {
    return new HostMatrix(rows, columns, leadingDimension, elements.clone());
  }

  public HostMatrix transposed() {
    HostMatrix result = zeros(columns, rows, Math.max(1, columns));
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        result.set(j, i, get(i, j));
      }
    }
    return result;
  }

  /** Column j without padding. */
  public double[] column(int j) {
    return Arrays.copyOfRange(elements, j * leadingDimension, j * leadingDimension + rows);
  }

  /** {@code op(this) x}. */
  public double[] times(Transpose transpose, double[] x) {
    double[] result = new double[transpose == Transpose.NO ? rows : columns];
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < result.length; i++) {
        result[i] += get(transpose, i, j) * x[j];
      }
    }
    return result;
  }

  /** The largest row sum of magnitudes of {@code op(this)}. */
  public double maximumNorm(Transpose transpose) {
    int n = transpose == Transpose.NO ? rows : columns;
    int m = transpose == Transpose.NO ? columns : rows;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < m; j++) {
        sum += Math.abs(get(transpose, i, j));
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  /** A copy in a backend's memory, with the same leading dimension and padding. */
  public DenseMatrix in(Workspace workspace) {
    return new DenseMatrix(workspace.allocate(elements), rows, columns, leadingDimension);
  }

  /** The present content of a matrix that {@link #in} made. */
  public static HostMatrix of(DenseMatrix matrix) {
    return new HostMatrix(
        matrix.rows(), matrix.columns(), matrix.leadingDimension(), matrix.elements().toArray());
  }
}
