package org.stiffgrad.bench.settings;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as text. */
public final class Numbers {
  private Numbers() {}

  /** The number that a text denotes, if it denotes one that is finite. */
  public static OptionalDouble finite(String text) {
    String trimmed = text.trim();
    /* Java would also read the suffixes of its literals, as in 1f. */
    if (trimmed.isEmpty() || Character.isLetter(trimmed.charAt(trimmed.length() - 1))) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(trimmed);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The shortest usual text of a number: 1, 0.5, 1e-5. */
  public static String shortText(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-3 && magnitude < 1e7) {
      return new BigDecimal(Double.toString(value)).toPlainString();
    }
    return Double.toString(value).replace(".0E", "e").replace('E', 'e');
  }

  /** All 17 significant digits, from which the same number is read back. */
  public static String exactText(double value) {
    return String.format(Locale.ROOT, "%.16e", value);
  }
}
