package org.stiffgrad.naming;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds things by name. */
public final class Names {
  private Names() {}

  /**
   * The first item of a name.
   *
   * @param kind what the items are, in the singular, for the message
   * @throws IllegalArgumentException if there is none; the message lists the names and the one
   *     nearest by edit distance, whatever the case
   */
  public static <T> T find(
      String kind, String name, List<? extends T> items, Function<? super T, String> nameOf) {
    for (T item : items) {
      if (nameOf.apply(item).equals(name)) {
        return item;
      }
    }
    List<String> names = items.stream().map(item -> nameOf.apply(item)).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no %s named '%s', nor any other.".formatted(kind, name));
    }
    throw new IllegalArgumentException(
        "There is no %s named '%s'; did you mean %s? The known ones are %s."
            .formatted(kind, name, nearest(name, names), String.join(", ", names)));
  }

  private static String nearest(String name, List<String> names) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return names.stream()
        .min(Comparator.comparingInt(candidate -> editDistance(lowerCase, candidate)))
        .orElseThrow();
  }

  /** The least number of inserted, deleted and replaced characters between two words. */
  private static int editDistance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
