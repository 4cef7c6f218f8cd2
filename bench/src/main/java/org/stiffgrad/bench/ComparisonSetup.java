package org.stiffgrad.bench;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
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
  /** By this variable OpenBLAS lets itself be told which kernels to use. */
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";

  static ComparisonSetup of(Settings settings, List<Key> keys) {
    return new ComparisonSetup(
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)),
        "%s, processors in use: %d"
            .formatted(Processor.model(), Runtime.getRuntime().availableProcessors()),
        "%s %s"
            .formatted(
                System.getProperty("java.vm.name"), System.getProperty("java.runtime.version")),
        command(settings, keys),
        available());
  }

  /** Files and folders by their names only: where they lie says nothing of the measurement. */
  private static String command(Settings settings, List<Key> keys) {
    List<String> words = new ArrayList<>();
    String coreType = System.getenv(CORE_TYPE);
    if (coreType != null) {
      words.add(CORE_TYPE + "=" + coreType);
    }
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

  private static List<String> available() {
    List<String> described = new ArrayList<>();
    for (Backends.Entry entry : Backends.discover().entries()) {
      if (entry.availability() instanceof Availability.Available available) {
        described.add("%s (%s)".formatted(entry.name(), available.details()));
      }
    }
    return described;
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
