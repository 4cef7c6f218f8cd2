package org.stiffgrad.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.backend.Processor;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/**
 * When, where and how a comparison was made.
 *
 * @param machine the processor and how many of its threads this process may use
 * @param java the name and version of the JVM
 * @param command the command line, without what was given by default
 * @param backends those that are available, with what they say of themselves
 */
record ComparisonSetup(
    String date, String machine, String java, String command, List<String> backends) {
  static ComparisonSetup of(Settings settings, List<Key> keys) {
    return new ComparisonSetup(
        MeasurementSetup.date(),
        "%s, processors in use: %d"
            .formatted(Processor.model(), Runtime.getRuntime().availableProcessors()),
        MeasurementSetup.java(),
        command(settings, keys),
        MeasurementSetup.backends().entrySet().stream()
            .map(backend -> "%s (%s)".formatted(backend.getKey(), backend.getValue()))
            .toList());
  }

  /** Files and folders by their names only: where they lie says nothing of the measurement. */
  private static String command(Settings settings, List<Key> keys) {
    List<String> words = new ArrayList<>();
    MeasurementSetup.variables().forEach((name, value) -> words.add(name + "=" + value));
    words.add("java -jar bench/target/bench.jar compare");
    List<Key> all = new ArrayList<>(keys);
    all.add(Key.BACKEND);
    for (Key key : all) {
      if (settings.isGiven(key)) {
        words.add(word(settings, key));
      }
    }
    return String.join(" ", words);
  }

  private static String word(Settings settings, Key key) {
    if (key.isFlag()) {
      return settings.flag(key) ? key.option() : key.option().replace("--", "--no-");
    }
    boolean isFile = key == Key.COMPARE_CVODES || key == Key.COMPARE_OUT;
    return key.option()
        + " "
        + (isFile
            ? settings.file(key).map(Path::getFileName).map(Path::toString).orElse("")
            : settings.text(key));
  }

  /** A heading and what is needed to repeat the measurement. */
  String markdown() {
    return """
        # Kernels and gradients compared

        %s, %s, %s:

            %s

        Backends: %s.
        """
        .formatted(date, machine, java, command, String.join("; ", backends));
  }
}
