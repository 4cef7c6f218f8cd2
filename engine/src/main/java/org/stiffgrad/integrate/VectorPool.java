package org.stiffgrad.integrate;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.Workspace;

/** Vectors of one length that are lent and given back; the workspace holds the most ever lent. */
public final class VectorPool {
  private final Workspace workspace;
  private final long length;
  private final List<Buffer> spare = new ArrayList<>();

  /**
   * @param length the length of each vector
   */
  public VectorPool(long length, Workspace workspace) {
    this.length = length;
    this.workspace = workspace;
  }

  /** Lends a vector of any content. */
  public Buffer take() {
    return spare.isEmpty() ? workspace.allocate(length) : spare.remove(spare.size() - 1);
  }

  /** Takes a vector back. */
  public void give(Buffer vector) {
    spare.add(vector);
  }
}
