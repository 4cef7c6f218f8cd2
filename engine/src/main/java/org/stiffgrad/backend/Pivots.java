package org.stiffgrad.backend;

/** The row interchanges of an LU factorisation, in the backend's own form. */
public interface Pivots {
  /** The order of the matrices these interchanges belong to. */
  int size();

  /**
   * The interchanges on the host: row k was exchanged with row {@code result[k] >= k}, both counted
   * from zero, for k ascending.
   */
  int[] toArray();
}
