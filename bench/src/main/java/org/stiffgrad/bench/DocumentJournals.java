package org.stiffgrad.bench;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Journal;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/**
 * Where a command's cases go: to a new folder, or to an earlier one that is resumed.
 *
 * @param command its name
 * @param keys what can be chosen, besides the backend and its threads
 */
record DocumentJournals(String command, List<Key> keys, Key resume, Key out) {
  /**
   * Opens one.
   *
   * @param choices what a new run is to do
   * @throws org.stiffgrad.bench.settings.InputException if that is refused, or what is given cannot
   *     be heeded
   */
  Journal open(Settings settings, Console console, Supplier<Choices> choices) {
    Experiment.noteUnused(command, List.of(), settings, console);
    if (settings.file(resume).isEmpty()) {
      Path folder = ResultsFolder.chosen(settings, out);
      Choices chosen = choices.get();
      return Journal.create(folder, MeasurementSetup.date(), MeasurementSetup.here(), chosen);
    }
    for (Key key : keys) {
      if (key != resume && settings.isGiven(key)) {
        throw settings.unused(key, "what is resumed was chosen when it was begun");
      }
    }
    Journal journal = Journal.resume(settings.file(resume).orElseThrow(), MeasurementSetup.here());
    try {
      requireSame(settings, Key.BACKEND, journal.heading().choices().backend());
      requireSame(settings, Key.THREADS, Integer.toString(journal.heading().choices().threads()));
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    console.note(
        "%d cases were finished in %s."
            .formatted(journal.results().size(), journal.folder().resolve(Journal.NAME)));
    return journal;
  }

  private static void requireSame(Settings settings, Key key, String value) {
    if (settings.isGiven(key) && !settings.text(key).equals(value)) {
      throw settings.refusal(key, value + ", with which the run was begun that is resumed");
    }
  }

  /** The name of the backend that was asked for, which can run here, at these sizes. */
  static String backend(Settings settings, Console console, Key key, List<Integer> sizes) {
    int largest = Collections.max(sizes);
    int states = ProblemSettings.documentProblem(settings, key, largest).stateLength();
    try (ComputeBackend backend = ProblemSettings.openBackend(settings, console, states)) {
      return backend.name();
    }
  }

  static String joined(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
