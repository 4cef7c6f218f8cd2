package org.stiffgrad.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
  private record Range(int start, int length) {
    boolean overlaps(Range other) {
      return start < other.start + other.length && other.start < start + length;
    }
  }

  @Test
  void rangesInUseNeverOverlap() {
    Ranges ranges = new Ranges();
    List<Range> used = new ArrayList<>();
    Random random = new Random(3);
    for (int k = 0; k < 3000; k++) {
      if (random.nextInt(5) < 3 || used.isEmpty()) {
        int length = 1 + random.nextInt(40);
        Range range = new Range(ranges.take(length), length);
        assertTrue(range.start() % 8 == 0, range::toString);
        assertTrue(range.start() + length <= ranges.end(), range::toString);
        assertTrue(used.stream().noneMatch(range::overlaps), range::toString);
        used.add(range);
      } else {
        Range range = used.remove(random.nextInt(used.size()));
        ranges.giveBack(range.start(), range.length());
      }
    }
  }

  @Test
  void whatWasGivenBackIsOneRangeAgain() {
    Ranges ranges = new Ranges();
    int[] starts = {ranges.take(5), ranges.take(16), ranges.take(3), ranges.take(8)};
    int end = ranges.end();
    for (int k : new int[] {1, 3, 0, 2}) {
      ranges.giveBack(starts[k], new int[] {5, 16, 3, 8}[k]);
    }
    assertEquals(0, ranges.take(end));
    assertEquals(end, ranges.end());
  }
}
