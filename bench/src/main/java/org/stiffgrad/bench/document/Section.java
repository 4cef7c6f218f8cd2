package org.stiffgrad.bench.document;

import java.util.Arrays;
import java.util.List;
import org.stiffgrad.bench.settings.Texts;

/** An experiment, which is a section of the report. */
public enum Section {
  AD_CHOICE(
      "AD choice",
      "Which method computes the gradient: forward mode, differences, and four adjoints with a Jacobian by hand (user), by dual numbers (dual), or with vector-Jacobian products only (symbolic)."),
  VJP_CHOICE("VJP choice", "Where the vector-Jacobian products of the four adjoints come from."),
  WORK_PRECISION(
      "Work and precision",
      "The same gradient at other tolerances (abstol is 100 reltol throughout, as in the document): what accuracy costs, and what a tolerance is worth."),
  BACKENDS("Backends", "The Gauss adjoint with symbolic derivatives on every backend."),
  MEMORY(
      "Memory",
      "Each case in a process of its own: the resident set before and after the gradient, the live objects on the heap, and the bytes of all buffers as the library counts them."),
  COLD(
      "Cold start",
      "The first gradient of a process, while the JIT compiler is at work, and the time from the start of the process to it.");

  private final String title;
  private final String description;

  Section(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /** The heading. */
  public String title() {
    return title;
  }

  /** What it measures, a sentence. */
  public String description() {
    return description;
  }

  /** The word for it in settings and files. */
  public String word() {
    return Texts.word(this);
  }

  /** The words of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Section::word).toList();
  }
}
