package org.stiffgrad.model;

import java.util.List;

/**
 * A linear combination of a field's values around a cell, {@code sum_k weight_k u(i + di_k, j +
 * dj_k)}.
 *
 * @param points the values and their weights, at least one
 */
public record Stencil(List<Point> points) {
  /**
   * One term of a stencil.
   *
   * @param di the distance along x, in cells
   * @param dj the distance along y, in cells
   * @param weight the factor
   */
  public record Point(int di, int dj, double weight) {}

  /** {@code dx^2} times the five-point Laplacian: the four neighbours less four times the cell. */
  public static final Stencil LAPLACIAN =
      new Stencil(
          List.of(
              new Point(-1, 0, 1),
              new Point(1, 0, 1),
              new Point(0, -1, 1),
              new Point(0, 1, 1),
              new Point(0, 0, -4)));

  public Stencil {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("A stencil has no points; expected at least one.");
    }
    points = List.copyOf(points);
  }
}
