package org.stiffgrad.bench.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Words and pieces of text for messages. */
public final class Texts {
  private static final int LONGEST_EXCERPT = 60;

  private Texts() {}

  /** The word nearest to another by edit distance; the collection must not be empty. */
  public static String nearest(String word, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .orElseThrow();
  }

  /** The number of characters to insert, delete or replace to come from one word to another. */
  static int distance(String from, String to) {
    return LevenshteinDistance.getDefaultInstance().apply(from, to);
  }

  /** The word for a constant, as settings and reports have it. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A text that can be shown on one line: shortened, and without control characters. */
  public static String printable(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= LONGEST_EXCERPT
        ? oneLine
        : oneLine.substring(0, LONGEST_EXCERPT) + "...";
  }
}
