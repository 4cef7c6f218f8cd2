package org.stiffgrad.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/** A matrix of derivatives at the few points where it was evaluated last. */
final class MatrixCache {
  private final Evaluation evaluation;
  private final List<Entry> entries = new ArrayList<>();

  /* Of each entry; NaN where the matrix is not known. Most searches end at the times. */
  private final double[] times;

  private int oldest;

  /* Where the search starts: at the point asked for last, since points are asked for in order. */
  private int likely;

  /** Evaluates the matrix. */
  @FunctionalInterface
  interface Evaluation {
    /** Sets all values of one result for each point. */
    void evaluate(List<HostPoint> at, List<HostSparseMatrix> results);
  }

  private static final class Entry {
    private final HostPoint point;
    private final HostSparseMatrix matrix;

    Entry(HostPoint point, HostSparseMatrix matrix) {
      this.point = point;
      this.matrix = matrix;
    }
  }

  /**
   * An empty cache.
   *
   * @param size how many points there is room for, at least 1
   */
  MatrixCache(
      int size,
      SparsityPattern pattern,
      Evaluation evaluation,
      OdeProblem problem,
      Workspace workspace) {
    this.evaluation = evaluation;
    times = new double[size];
    Arrays.fill(times, Double.NaN);
    for (int k = 0; k < size; k++) {
      entries.add(
          new Entry(new HostPoint(problem, workspace), new HostSparseMatrix(pattern, workspace)));
    }
  }

  /** The matrix at a point, evaluated if it is not known there; good until the next call. */
  HostSparseMatrix at(HostPoint point) {
    HostSparseMatrix known = find(point);
    return known == null ? evaluate(List.of(point)).get(0) : known;
  }

  /**
   * Evaluates the matrix where it is not known yet.
   *
   * @param points no more than there is room for
   */
  void anticipate(List<HostPoint> points) {
    List<HostPoint> unknown = new ArrayList<>(points.size());
    for (HostPoint point : points) {
      if (find(point) == null) {
        unknown.add(point);
      }
    }
    if (!unknown.isEmpty()) {
      evaluate(unknown);
    }
  }

  private @Nullable HostSparseMatrix find(HostPoint point) {
    double time = point.time();
    int at = likely;
    for (int k = 0; k < times.length; k++) {
      if (times[at] == time && entries.get(at).point.equalTo(point)) {
        likely = at;
        return entries.get(at).matrix;
      }
      at = next(at);
    }
    return null;
  }

  /** Evaluates in place of the oldest; what fails on the way is not known afterwards. */
  private List<HostSparseMatrix> evaluate(List<HostPoint> points) {
    int first = oldest;
    List<HostSparseMatrix> matrices = new ArrayList<>(points.size());
    for (HostPoint point : points) {
      Entry entry = entries.get(oldest);
      times[oldest] = Double.NaN;
      oldest = next(oldest);
      entry.point.set(point);
      matrices.add(entry.matrix);
    }
    evaluation.evaluate(points, matrices);
    int at = first;
    for (HostPoint point : points) {
      times[at] = point.time();
      at = next(at);
    }
    return matrices;
  }

  private int next(int entry) {
    return entry + 1 < times.length ? entry + 1 : 0;
  }
}
