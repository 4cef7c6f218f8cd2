package org.stiffgrad.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Sentences below a table, numbered from 1 in the order in which its cells refer to them. */
public final class Footnotes {
  private final List<String> sentences = new ArrayList<>();

  /** The reference to a sentence, such as {@code (1)}; equal sentences have the same. */
  public String mark(String sentence) {
    if (!sentences.contains(sentence)) {
      sentences.add(sentence);
    }
    return "(%d)".formatted(1 + sentences.indexOf(sentence));
  }

  /** The sentences by number. */
  public List<String> sentences() {
    return List.copyOf(sentences);
  }

  /** A line for each sentence; empty if there are none. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String sentence : sentences) {
      text.append(mark(sentence)).append(' ').append(sentence).append('\n');
    }
    return text.toString();
  }
}
