package org.stiffgrad.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.bench.settings.Texts;
import org.stiffgrad.sensitivity.SensitivityOptions;

/**
 * A choice within gradient methods.
 *
 * @param key its setting
 * @param field its name in JSON
 * @param reader the options with the value of the setting
 * @param value its value in options
 * @param methods the names of the methods that heed it, whether or not they are offered
 */
record MethodOption(
    Key key,
    String field,
    BiFunction<Settings, SensitivityOptions, SensitivityOptions> reader,
    Function<SensitivityOptions, Object> value,
    List<String> methods) {
  private static final String UNLIMITED = "unlimited";

  /** All options: the one place that says which methods heed them. */
  private static final List<MethodOption> ALL =
      List.of(
          new MethodOption(
              Key.CHUNK,
              "chunk",
              (settings, options) -> options.withChunk(settings.integer(Key.CHUNK, 1)),
              SensitivityOptions::chunk,
              List.of("forward-mode")),
          new MethodOption(
              Key.ERROR_NORM,
              "errorNorm",
              (settings, options) ->
                  options.withErrorNorm(
                      settings.constant(Key.ERROR_NORM, SensitivityOptions.ErrorNorm.class)),
              options -> Texts.word(options.errorNorm()),
              List.of("forward-sensitivity", "forward-mode")),
          new MethodOption(
              Key.PRODUCTS,
              "products",
              (settings, options) ->
                  options.withProducts(
                      settings.constant(Key.PRODUCTS, SensitivityOptions.Products.class)),
              options -> Texts.word(options.products()),
              List.of("forward-sensitivity", "forward-mode")),
          new MethodOption(
              Key.KEEP_FACTORS,
              "keepFactors",
              (settings, options) -> options.withKeptFactors(settings.flag(Key.KEEP_FACTORS)),
              SensitivityOptions::keepFactors,
              List.of("reverse-mode")),
          new MethodOption(
              Key.MEMORY_BUDGET,
              "memoryBudget",
              (settings, options) -> options.withMemoryBudget(settings.bytes(Key.MEMORY_BUDGET)),
              options ->
                  options.memoryBudget() == Long.MAX_VALUE ? UNLIMITED : options.memoryBudget(),
              List.of(
                  "reverse-mode",
                  "interpolating-adjoint",
                  "quadrature-adjoint",
                  "gauss-adjoint",
                  "gauss-kronrod-adjoint")),
          new MethodOption(
              Key.EXTRAPOLATE,
              "extrapolate",
              (settings, options) -> options.withExtrapolation(settings.flag(Key.EXTRAPOLATE)),
              SensitivityOptions::extrapolated,
              List.of("finite-differences")));

  /** The keys of all options. */
  static List<Key> keys() {
    return ALL.stream().map(option -> option.key).toList();
  }

  /**
   * The options that are given.
   *
   * @param chosen the names of the methods that they are for
   * @throws InputException if one is wrong, or none of the methods heeds it
   */
  static SensitivityOptions read(Settings settings, List<String> chosen) {
    SensitivityOptions options = SensitivityOptions.defaults();
    for (MethodOption option : ALL) {
      if (settings.isGiven(option.key)) {
        option.requireHeeded(settings, chosen);
        SensitivityOptions before = options;
        options = settings.checked(option.key, () -> option.reader.apply(settings, before));
      }
    }
    return options;
  }

  private void requireHeeded(Settings settings, List<String> chosen) {
    if (chosen.stream().noneMatch(methods::contains)) {
      List<String> offered =
          ProblemSettings.methodNames().stream().filter(methods::contains).toList();
      throw settings.unused(
          key,
          "%s %s not heed it; %s"
              .formatted(
                  String.join(", ", chosen),
                  chosen.size() == 1 ? "does" : "do",
                  offered.isEmpty()
                      ? "nor does any other method"
                      : "it is for " + String.join(", ", offered)));
    }
  }

  /** The options that are given, as the end of a sentence; empty if there are none. */
  static String givenText(Settings settings) {
    return ALL.stream()
        .filter(option -> settings.isGiven(option.key))
        .map(option -> ", %s %s".formatted(option.key.option(), settings.text(option.key)))
        .collect(Collectors.joining());
  }

  /** The settings that a method heeds. */
  static List<Key> keysOf(String method) {
    return ALL.stream()
        .filter(option -> option.methods.contains(method))
        .map(option -> option.key)
        .toList();
  }

  /** Options and their values, for people. */
  static String text(Map<String, Object> options) {
    return options.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The values of the options that a method heeds, by the names of their JSON fields. */
  static Map<String, Object> heeded(String method, SensitivityOptions options) {
    Map<String, Object> heeded = new LinkedHashMap<>();
    for (MethodOption option : ALL) {
      if (option.methods.contains(method)) {
        heeded.put(option.field, option.value.apply(options));
      }
    }
    return heeded;
  }
}
