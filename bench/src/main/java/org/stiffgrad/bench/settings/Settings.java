package org.stiffgrad.bench.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of all keys, from these places, the first that has one: the command line, the
 * environment, the configuration file that the command line names, {@code stiffgrad.conf} in the
 * working directory, the default.
 */
public final class Settings {
  /** What the names of all environment variables begin with. */
  static final String VARIABLE_PREFIX = "STIFFGRAD_";

  /** The configuration file that is read without being named. */
  public static final String DEFAULT_FILE = "stiffgrad.conf";

  /** What stands for all names where several can be given. */
  public static final String ALL = "all";

  /** How different a variable may be from a known one to count as a misspelling of it. */
  private static final int MISSPELLING = 2;

  private final Map<Key, Setting> given = new EnumMap<>(Key.class);
  private final Path workingDirectory;

  private Settings(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  /**
   * Collects and checks the settings.
   *
   * @param options the values of options on the command line
   * @param file the configuration file named on the command line, if any
   * @throws InputException if a value is wrong, wherever it was given, or a key is unknown
   */
  public static Settings resolve(
      Map<Key, String> options,
      Map<String, String> environment,
      @Nullable String file,
      Path workingDirectory) {
    Settings settings = new Settings(workingDirectory);
    Path defaultFile = workingDirectory.resolve(DEFAULT_FILE);
    if (Files.exists(defaultFile)) {
      settings.given.putAll(ConfigurationFile.read(defaultFile));
    }
    if (file != null) {
      settings.given.putAll(
          ConfigurationFile.read(path(file, workingDirectory, "Option --config")));
    }
    settings.addEnvironment(environment);
    options.forEach((key, text) -> settings.add(key, "Option " + key.option(), text));
    return settings;
  }

  private void add(Key key, String source, String text) {
    given.put(key, Setting.of(key, source, workingDirectory, text));
  }

  private void addEnvironment(Map<String, String> environment) {
    Map<String, Key> known = new TreeMap<>();
    for (Key key : Key.values()) {
      known.put(key.variable(), key);
    }
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              Key key = known.get(name);
              if (key != null && !value.isEmpty()) {
                add(key, "Environment variable " + name, value);
              } else if (key == null && name.startsWith(VARIABLE_PREFIX)) {
                refuseMisspelling(name, known.keySet());
              }
            });
  }

  /* Variables that resemble none of these may belong to a backend or to the launcher. */
  private static void refuseMisspelling(String name, Collection<String> known) {
    String nearest = Texts.nearest(name, known);
    if (Texts.distance(name, nearest) <= MISSPELLING) {
      throw new InputException(
          "Environment variable %s is not a known one; did you mean %s?".formatted(name, nearest));
    }
  }

  private Setting setting(Key key) {
    Setting setting = given.get(key);
    return setting != null
        ? setting
        : Setting.of(
            key,
            "The default of " + key.option(),
            workingDirectory,
            key.defaultValue().orElseThrow());
  }

  /** Whether a value was given, other than by default. */
  public boolean isGiven(Key key) {
    return given.containsKey(key);
  }

  /** The value of a key as it was given. */
  public String text(Key key) {
    return setting(key).text();
  }

  /** Where the value of a key was given, as the start of a sentence. */
  public String source(Key key) {
    return setting(key).source();
  }

  /** The error that a value was given for a key that has no effect beside other settings. */
  public InputException unused(Key key, String reason) {
    Setting setting = setting(key);
    return new InputException(
        "%s is '%s', which would have no effect: %s."
            .formatted(setting.source(), Texts.printable(setting.text()), reason));
  }

  /** The error that the value of a key is not what was expected. */
  public InputException refusal(Key key, String expected) {
    return setting(key).refusal(expected);
  }

  /** What a check of the value of a key returns; its refusal is reported with the value's place. */
  public <T> T checked(Key key, Supplier<T> check) {
    try {
      return check.get();
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InputException(source(key) + ": " + e.getMessage());
    }
  }

  /** A finite number. */
  public double number(Key key) {
    return Numbers.finite(setting(key).text()).orElseThrow();
  }

  /** A positive finite number. */
  public double positiveNumber(Key key) {
    double value = number(key);
    if (!(value > 0)) {
      throw refusal(key, "a positive number");
    }
    return value;
  }

  /** A whole number that is not below the least one. */
  public int integer(Key key, int least) {
    int value = Kind.whole(setting(key).text()).orElseThrow();
    if (value < least) {
      throw refusal(key, "a whole number from " + least + " on");
    }
    return value;
  }

  /** Finite numbers. */
  public double[] numbers(Key key) {
    return setting(key).items().stream()
        .mapToDouble(item -> Numbers.finite(item).orElseThrow())
        .toArray();
  }

  /** Whole numbers that are not below the least one. */
  public int[] integers(Key key, int least) {
    int[] values =
        setting(key).items().stream().mapToInt(item -> Kind.whole(item).orElseThrow()).toArray();
    if (Arrays.stream(values).anyMatch(value -> value < least)) {
      throw refusal(key, "whole numbers from " + least + " on");
    }
    return values;
  }

  /** Whether something is on. */
  public boolean flag(Key key) {
    return Kind.flag(setting(key).text()).orElseThrow();
  }

  /** A number of bytes, at least 1. */
  public long bytes(Key key) {
    return Kind.bytes(setting(key).text()).orElseThrow();
  }

  /** One of the names. */
  public String choice(Key key, List<String> names) {
    return choices(key, names).get(0);
  }

  /** One of the constants, by its word. */
  public <E extends Enum<E>> E constant(Key key, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> words = constants.stream().map(Texts::word).toList();
    return constants.get(words.indexOf(choice(key, words)));
  }

  /** Some of the names, none of them twice, or every one by the word {@value #ALL}. */
  public List<String> choicesOrAll(Key key, List<String> names) {
    return setting(key).items().equals(List.of(ALL)) ? names : choices(key, names);
  }

  private List<String> choices(Key key, List<String> names) {
    List<String> chosen = new ArrayList<>();
    for (String item : setting(key).items()) {
      if (!names.contains(item)) {
        throw new InputException(
            "%s is '%s'; expected one of %s (did you mean %s?)."
                .formatted(
                    source(key),
                    Texts.printable(item),
                    String.join(", ", names),
                    Texts.nearest(item, names)));
      }
      if (chosen.contains(item)) {
        throw refusal(key, "each name only once");
      }
      chosen.add(item);
    }
    return chosen;
  }

  /** A file, if one is given. */
  public Optional<Path> file(Key key) {
    Setting setting = given.get(key);
    return setting == null
        ? Optional.empty()
        : Optional.of(path(setting.text(), setting.folder(), setting.source()));
  }

  /** The folder that relative file names on the command line are relative to. */
  public Path workingDirectory() {
    return workingDirectory;
  }

  private static Path path(String text, Path folder, String source) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw new InputException(
          "%s is '%s'; expected a file name.".formatted(source, Texts.printable(text)));
    }
  }
}
