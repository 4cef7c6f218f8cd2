package org.stiffgrad.simd.stencil;

import java.util.Comparator;
import java.util.List;
import org.stiffgrad.expression.Expr;

/**
 * The distinct offsets at which a program reads its operands.
 *
 * @param rows the distinct dj other than 0, ascending
 * @param neighbours the distinct (di, dj) other than (0, 0), by dj, then di
 * @param radiusX the largest {@code |di|}
 * @param radiusY the largest {@code |dj|}
 */
record ReadOffsets(List<Integer> rows, List<Offset> neighbours, int radiusX, int radiusY) {
  /** A displacement in cells along x and y. */
  record Offset(int di, int dj) {}

  static ReadOffsets of(List<Expr> reads) {
    List<Offset> neighbours =
        reads.stream()
            .map(ReadOffsets::offset)
            .filter(o -> o.di() != 0 || o.dj() != 0)
            .distinct()
            .sorted(Comparator.comparingInt(Offset::dj).thenComparingInt(Offset::di))
            .toList();
    return new ReadOffsets(
        neighbours.stream().map(Offset::dj).filter(dj -> dj != 0).distinct().toList(),
        neighbours,
        neighbours.stream().mapToInt(o -> Math.abs(o.di())).max().orElse(0),
        neighbours.stream().mapToInt(o -> Math.abs(o.dj())).max().orElse(0));
  }

  private static Offset offset(Expr read) {
    return new Offset(read.di(), read.dj());
  }

  /** The position among {@link #rows} of the row that a read reads. */
  int row(Expr read) {
    return rows.indexOf(read.dj());
  }

  /** The position among {@link #neighbours} of the cell that a read reads. */
  int neighbour(Expr read) {
    return neighbours.indexOf(offset(read));
  }
}
