package org.stiffgrad.bench.settings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the value of a key looks like. */
enum Kind {
  TEXT(false, "a name"),
  FILE(false, "a file name"),
  NUMBER(false, "a finite number"),
  INTEGER(false, "a whole number"),
  FLAG(false, "true or false"),
  BYTES(false, "a whole number of bytes, at least 1, such as 1048576, 512KiB, 64MiB or 2GiB"),
  TEXTS(true, "names separated by commas"),
  NUMBERS(true, "finite numbers separated by commas"),
  INTEGERS(true, "whole numbers separated by commas");

  /** Each unit is 2^10 times the one before. */
  private static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB");

  /** At most 18 digits, which every long can hold. */
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(|KiB|MiB|GiB)");

  private final boolean list;
  private final String expected;

  Kind(boolean list, String expected) {
    this.list = list;
    this.expected = expected;
  }

  /** Whether the value may have several items. */
  boolean isList() {
    return list;
  }

  /** The words that follow "expected" in an error. */
  String expected() {
    return expected;
  }

  /** Whether the text of one item can be read. */
  boolean accepts(String item) {
    return switch (this) {
      case TEXT, FILE, TEXTS -> !item.isBlank();
      case NUMBER, NUMBERS -> Numbers.finite(item).isPresent();
      case INTEGER, INTEGERS -> whole(item).isPresent();
      case FLAG -> flag(item).isPresent();
      case BYTES -> bytes(item).isPresent();
    };
  }

  static OptionalInt whole(String text) {
    OptionalDouble value = Numbers.finite(text);
    if (value.isEmpty() || value.getAsDouble() != (int) value.getAsDouble()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) value.getAsDouble());
  }

  static OptionalLong bytes(String text) {
    Matcher matcher = SIZE.matcher(text.trim());
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    int exponent = 10 * UNITS.indexOf(matcher.group(2));
    long count = Long.parseLong(matcher.group(1));
    return count == 0 || count > Long.MAX_VALUE >> exponent
        ? OptionalLong.empty()
        : OptionalLong.of(count << exponent);
  }

  static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true", "yes", "on" -> Optional.of(true);
      case "false", "no", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
