package org.stiffgrad.bench.document;

import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Texts;

/**
 * What tells a case from all others.
 *
 * @param n the side of the grid
 * @param method the name of the gradient method
 * @param derivative the name of the source of derivatives
 */
public record CaseKey(
    Kind kind,
    int n,
    String method,
    String derivative,
    String backend,
    double abstol,
    double reltol) {
  /** Where a case is measured. */
  public enum Kind {
    /** In a process that has been warmed up. */
    WARM,
    /** In a process of its own, from its first call on. */
    FRESH
  }

  /** The number of parameters of the document's problem. */
  public int parameters() {
    return 4 * n * n;
  }

  /** In few words, for people. */
  public String text() {
    return "n = %d, %s, %s, %s%s, reltol %s"
        .formatted(
            n,
            method,
            derivative,
            backend,
            kind == Kind.FRESH ? ", " + Texts.word(kind) + " process" : "",
            Numbers.shortText(reltol));
  }
}
