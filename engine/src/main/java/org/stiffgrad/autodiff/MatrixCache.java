package org.stiffgrad.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/** A matrix of derivatives at the few points where it was evaluated last. */
final class MatrixCache {
  private final List<Entry> entries = new ArrayList<>();
  private int oldest;

  private static final class Entry {
    private final HostPoint point;
    private final HostSparseMatrix matrix;
    private boolean known;

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
  MatrixCache(int size, SparsityPattern pattern, OdeProblem problem, Workspace workspace) {
    for (int k = 0; k < size; k++) {
      entries.add(
          new Entry(new HostPoint(problem, workspace), new HostSparseMatrix(pattern, workspace)));
    }
  }

  /** The matrix at a point, or null if it is not known there. */
  @Nullable HostSparseMatrix find(HostPoint at) {
    for (int k = 0; k < entries.size(); k++) {
      Entry entry = entries.get(k);
      if (entry.known && entry.point.equalTo(at)) {
        return entry.matrix;
      }
    }
    return null;
  }

  /**
   * Room for the matrix at a point, in place of the oldest one. The caller sets all values before
   * it asks for anything else.
   */
  HostSparseMatrix add(HostPoint at) {
    Entry entry = entries.get(oldest);
    oldest = (oldest + 1) % entries.size();
    entry.known = true;
    entry.point.set(at);
    return entry.matrix;
  }
}
