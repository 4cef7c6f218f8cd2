package org.stiffgrad.backend;

/**
 * A column-major view of a buffer: element (i, j) is {@code elements[i + j * leadingDimension]}.
 *
 * @param elements the storage; at least {@code leadingDimension * (columns - 1) + rows} long
 * @param rows the number of rows
 * @param columns the number of columns
 * @param leadingDimension the distance between the starts of adjacent columns, at least {@code
 *     rows}
 */
public record DenseMatrix(Buffer elements, int rows, int columns, int leadingDimension) {
  public DenseMatrix {
    if (rows < 0 || columns < 0 || leadingDimension < rows) {
      throw new IllegalArgumentException(
          "A %d x %d matrix cannot have the leading dimension %d."
              .formatted(rows, columns, leadingDimension));
    }
    long needed = columns == 0 ? 0 : (long) leadingDimension * (columns - 1) + rows;
    if (elements.length() < needed) {
      throw new IllegalArgumentException(
          "A %d x %d matrix with leading dimension %d needs %d elements; the buffer has %d."
              .formatted(rows, columns, leadingDimension, needed, elements.length()));
    }
  }
}
