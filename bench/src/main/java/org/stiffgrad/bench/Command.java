package org.stiffgrad.bench;

import java.util.List;
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
   * Does it.
   *
   * @throws IllegalArgumentException if the settings or the files that they name are wrong
   * @throws NoResultException if the numerics end without a result
   */
  void run(Settings settings, Console console);
}
