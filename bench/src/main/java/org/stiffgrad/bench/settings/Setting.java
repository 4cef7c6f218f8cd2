package org.stiffgrad.bench.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A value that was given for a key.
 *
 * @param source where it was given, as the start of a sentence: an option, a variable, a file with
 *     its line and key
 * @param folder what relative file names are relative to
 * @param items one text, or several for a list
 */
record Setting(String source, Path folder, List<String> items) {
  Setting {
    items = List.copyOf(items);
  }

  /** The setting of a key by a text, checked. */
  static Setting of(Key key, String source, Path folder, String text) {
    List<String> items =
        key.kind().isList()
            ? Arrays.stream(text.split(",", -1)).map(String::trim).toList()
            : List.of(text);
    return of(key, source, folder, items);
  }

  /** The setting of a key by items, checked. */
  static Setting of(Key key, String source, Path folder, List<String> items) {
    Setting setting = new Setting(source, folder, items);
    if (items.isEmpty()) {
      throw setting.refusal(key.kind().expected());
    }
    for (String item : items) {
      if (!key.kind().accepts(item)) {
        throw setting.refusal(key.kind().expected());
      }
    }
    return setting;
  }

  /** The value as it was given. */
  String text() {
    return String.join(",", items);
  }

  /** The error that something else was expected. */
  InputException refusal(String expected) {
    return new InputException(
        "%s is '%s'; expected %s.".formatted(source, Texts.printable(text()), expected));
  }
}
