package org.stiffgrad.bench.settings;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What the value of a key looks like. */
enum Kind {
  TEXT(false, "a name"),
  FILE(false, "a file name"),
  NUMBER(false, "a finite number"),
  INTEGER(false, "a whole number"),
  FLAG(false, "true or false"),
  TEXTS(true, "names separated by commas"),
  NUMBERS(true, "finite numbers separated by commas"),
  INTEGERS(true, "whole numbers separated by commas");

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
    };
  }

  static OptionalInt whole(String text) {
    OptionalDouble value = Numbers.finite(text);
    if (value.isEmpty() || value.getAsDouble() != (int) value.getAsDouble()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) value.getAsDouble());
  }

  static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true", "yes", "on" -> Optional.of(true);
      case "false", "no", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
