package org.stiffgrad.autodiff.tape;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands out ranges of addresses and takes them back for reuse. Ranges start at multiples of a cache
 * line's eight numbers, so that loops over several ranges are aligned alike.
 */
final class Ranges {
  private static final int LINE = 8;

  /* The free ranges below the end: start and length; no two of them touch. */
  private final TreeMap<Integer, Integer> free = new TreeMap<>();
  private int end;

  private static int lines(int length) {
    return Math.multiplyExact(Math.ceilDiv(length, LINE), LINE);
  }

  /** The start of a new range: in the first gap that holds it, else at the end. */
  int take(int length) {
    int needed = lines(length);
    Integer gap = firstGap(needed);
    if (gap == null) {
      int start = end;
      end = Math.addExact(end, needed);
      return start;
    }
    int rest = requireNonNull(free.remove(gap)) - needed;
    if (rest > 0) {
      free.put(gap + needed, rest);
    }
    return gap;
  }

  private @Nullable Integer firstGap(int needed) {
    for (Map.Entry<Integer, Integer> gap : free.entrySet()) {
      if (gap.getValue() >= needed) {
        return gap.getKey();
      }
    }
    return null;
  }

  /** Takes a range back. */
  void giveBack(int start, int length) {
    int from = start;
    int size = lines(length);
    Map.Entry<Integer, Integer> before = free.lowerEntry(from);
    if (before != null && before.getKey() + before.getValue() == from) {
      from = before.getKey();
      size += before.getValue();
      free.remove(from);
    }
    Integer after = free.remove(from + size);
    free.put(from, after == null ? size : size + after);
  }

  /** The end of the highest range ever handed out. */
  int end() {
    return end;
  }
}
