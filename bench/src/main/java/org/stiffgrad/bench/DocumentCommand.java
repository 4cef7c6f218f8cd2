package org.stiffgrad.bench;

import java.util.List;
import java.util.stream.Stream;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Journal;
import org.stiffgrad.bench.document.Section;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** Every table and plot of the benchmark document, on one backend. */
final class DocumentCommand implements Command {
  private static final int LARGEST_QUICK_SIZE = 8;

  @Override
  public String name() {
    return "document";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Measures every table and plot of the benchmark document on one backend, and some beyond it, and writes a report.",
        "Experiments: %s. Methods: %s."
            .formatted(
                String.join(", ", Section.words()), String.join(", ", DocumentPlan.methods())),
        "Cases are timed in one process that is warmed up, those of memory and cold starts each in a process of its own. The results folder holds %s (a line for each finished case, from which --resume goes on), results.csv (a row for each row of a table), the plots as SVG and PNG, and index.html (all of it on one page). Pin it to one core (taskset -c 0) and leave the machine alone."
            .formatted(Journal.NAME));
  }

  @Override
  public List<Key> keys() {
    return List.of(
        Key.DOCUMENT_QUICK,
        Key.DOCUMENT_FULL,
        Key.DOCUMENT_SIZES,
        Key.DOCUMENT_EXPERIMENTS,
        Key.DOCUMENT_METHODS,
        Key.DOCUMENT_REPEAT,
        Key.DOCUMENT_BUDGET,
        Key.DOCUMENT_LIMIT,
        Key.DOCUMENT_RESUME,
        Key.DOCUMENT_OUT);
  }

  @Override
  public void run(Settings settings, Console console) {
    DocumentJournals journals =
        new DocumentJournals(name(), keys(), Key.DOCUMENT_RESUME, Key.DOCUMENT_OUT);
    try (Journal journal = journals.open(settings, console, () -> choices(settings, console))) {
      new DocumentRun(name(), journal, console).run();
    }
  }

  private static Choices choices(Settings settings, Console console) {
    List<Key> sizes =
        Stream.of(Key.DOCUMENT_QUICK, Key.DOCUMENT_FULL, Key.DOCUMENT_SIZES)
            .filter(key -> settings.isGiven(key) && (!key.isFlag() || settings.flag(key)))
            .toList();
    if (sizes.size() > 1) {
      throw new InputException(
          "%s and %s both choose the sizes; expected only one of them."
              .formatted(settings.source(sizes.get(0)), settings.source(sizes.get(1))));
    }
    List<Integer> times = DocumentPlan.sizes();
    List<Integer> memory = DocumentPlan.memorySizes();
    String option = Key.DOCUMENT_FULL.option();
    if (sizes.contains(Key.DOCUMENT_QUICK)) {
      times = times.stream().filter(n -> n <= LARGEST_QUICK_SIZE).toList();
      memory = memory.stream().filter(n -> n <= LARGEST_QUICK_SIZE).toList();
      option = Key.DOCUMENT_QUICK.option();
    } else if (sizes.contains(Key.DOCUMENT_SIZES)) {
      times = ExperimentPlan.sizes(settings, Key.DOCUMENT_SIZES).sorted().boxed().toList();
      memory = times;
      option = Key.DOCUMENT_SIZES.option() + " " + DocumentJournals.joined(times);
    }
    Integer repeat =
        settings.isGiven(Key.DOCUMENT_REPEAT) ? settings.integer(Key.DOCUMENT_REPEAT, 1) : null;
    return new Choices(
        settings.choicesOrAll(Key.DOCUMENT_EXPERIMENTS, Section.words()),
        option,
        times,
        memory,
        settings.choicesOrAll(Key.DOCUMENT_METHODS, DocumentPlan.methods()),
        DocumentJournals.backend(settings, console, Key.DOCUMENT_SIZES, times),
        settings.integer(Key.THREADS, 1),
        settings.positiveNumber(Key.DOCUMENT_BUDGET),
        repeat,
        settings.positiveNumber(Key.DOCUMENT_LIMIT));
  }
}
