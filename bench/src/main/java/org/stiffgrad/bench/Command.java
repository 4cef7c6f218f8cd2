package org.stiffgrad.bench;

import java.util.List;
import java.util.Optional;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** A command of the command line. */
interface Command {
  /** The word that selects it. */
  String name();

  /** Sentences for the usage help, the first of them a summary. */
  List<String> description();

  /** What can be set, besides what every command takes. */
  List<Key> keys();

  /**
   * The command for words of a command line that are no options of this program, if it passes such
   * on to another.
   */
  default Optional<Command> passingOn(List<String> words) {
    return Optional.empty();
  }

  /**
   * Does it.
   *
   * @throws IllegalArgumentException if the settings or the files that they name are wrong
   * @throws NoResultException if the numerics end without a result
   */
  void run(Settings settings, Console console);
}
