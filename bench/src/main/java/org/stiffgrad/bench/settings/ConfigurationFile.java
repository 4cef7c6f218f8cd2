package org.stiffgrad.bench.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration file in HOCON, every key of which must be known. */
final class ConfigurationFile {
  /** Keys by path; sections, such as {@code solver}, hold other keys and no value. */
  private static final Map<String, Key> KEYS = new LinkedHashMap<>();

  private static final List<String> SECTIONS = new ArrayList<>();

  static {
    for (Key key : Key.values()) {
      KEYS.put(key.path(), key);
      for (int dot = key.path().indexOf('.'); dot >= 0; dot = key.path().indexOf('.', dot + 1)) {
        String section = key.path().substring(0, dot);
        if (!SECTIONS.contains(section)) {
          SECTIONS.add(section);
        }
      }
    }
  }

  private final Path file;
  private final Map<Key, Setting> settings = new EnumMap<>(Key.class);

  private ConfigurationFile(Path file) {
    this.file = file;
  }

  /**
   * The settings of a file; relative file names in it are relative to its folder.
   *
   * @throws InputException if it cannot be read, or a key or value in it is wrong
   */
  static Map<Key, Setting> read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InputException(
          "The configuration file %s cannot be read; expected an existing file in HOCON format."
              .formatted(file));
    }
    Config config;
    try {
      config =
          ConfigFactory.parseFile(
                  file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
              .resolve();
    } catch (ConfigException e) {
      throw new InputException(
          "The configuration file is not valid HOCON: %s."
              .formatted(
                  String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replaceAll("\\.$", "")));
    }
    ConfigurationFile result = new ConfigurationFile(file);
    result.collect("", config.root());
    return result.settings;
  }

  private void collect(String section, ConfigObject object) {
    object.forEach((name, value) -> collectEntry(section, name, value));
  }

  private void collectEntry(String section, String name, ConfigValue value) {
    String path = section + (name.contains(".") ? ConfigUtil.quoteString(name) : name);
    boolean isObject = value instanceof ConfigObject;
    Key key = KEYS.get(path);
    if (key != null) {
      if (isObject) {
        throw new InputException(
            "%s is a section; expected %s.".formatted(source(path, value), key.kind().expected()));
      }
      settings.put(key, setting(key, value));
    } else if (SECTIONS.contains(path)) {
      if (!isObject) {
        throw new InputException(
            "%s is '%s'; expected a section in braces."
                .formatted(
                    source(path, value), Texts.printable(String.valueOf(value.unwrapped()))));
      }
      collect(path + ".", (ConfigObject) value);
    } else {
      List<String> known = new ArrayList<>(KEYS.keySet());
      known.addAll(SECTIONS);
      throw new InputException(
          "%s is not a known key; did you mean %s?"
              .formatted(source(path, value), Texts.nearest(path, known)));
    }
  }

  private Setting setting(Key key, ConfigValue value) {
    String source = source(key.path(), value);
    Path folder = file.toAbsolutePath().resolveSibling("");
    if (value instanceof ConfigList list) {
      List<String> items = list.stream().map(item -> String.valueOf(item.unwrapped())).toList();
      if (!key.kind().isList()) {
        throw new InputException(
            "%s is the list %s; expected %s."
                .formatted(source, Texts.printable(items.toString()), key.kind().expected()));
      }
      return Setting.of(key, source, folder, items);
    }
    if (value.valueType() == ConfigValueType.NULL) {
      throw new InputException("%s is null; expected %s.".formatted(source, key.kind().expected()));
    }
    return Setting.of(key, source, folder, String.valueOf(value.unwrapped()));
  }

  private String source(String path, ConfigValue value) {
    return "%s, line %d: %s".formatted(file, value.origin().lineNumber(), path);
  }
}
