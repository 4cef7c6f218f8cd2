package org.stiffgrad.bench;

import java.util.List;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Journal;
import org.stiffgrad.bench.document.Section;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** The memory experiment of the benchmark document, on one backend. */
final class MemoryCommand implements Command {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Measures the memory that gradients of the benchmark document take, each in a process of its own.",
        "For each grid size and method: the resident set before and after the gradient and at its peak, live objects on the Java heap, the bytes of all buffers, and what the document publishes. Linux only. Methods: %s."
            .formatted(String.join(", ", DocumentPlan.memoryMethods())),
        "The results folder is that of the command document with its experiment memory alone.");
  }

  @Override
  public List<Key> keys() {
    return List.of(
        Key.MEMORY_SIZES, Key.MEMORY_METHODS, Key.MEMORY_LIMIT, Key.MEMORY_RESUME, Key.MEMORY_OUT);
  }

  @Override
  public void run(Settings settings, Console console) {
    DocumentJournals journals =
        new DocumentJournals(name(), keys(), Key.MEMORY_RESUME, Key.MEMORY_OUT);
    try (Journal journal = journals.open(settings, console, () -> choices(settings, console))) {
      new DocumentRun(name(), journal, console).run();
    }
  }

  private static Choices choices(Settings settings, Console console) {
    List<Integer> sizes =
        ExperimentPlan.sizes(settings, Key.MEMORY_SIZES).sorted().boxed().toList();
    return new Choices(
        List.of(Section.MEMORY.word()),
        Key.DOCUMENT_SIZES.option() + " " + DocumentJournals.joined(sizes),
        sizes,
        sizes,
        settings.choicesOrAll(Key.MEMORY_METHODS, DocumentPlan.memoryMethods()),
        DocumentJournals.backend(settings, console, Key.MEMORY_SIZES, sizes),
        settings.integer(Key.THREADS, 1),
        Double.parseDouble(Key.DOCUMENT_BUDGET.defaultValue().orElseThrow()),
        null,
        settings.positiveNumber(Key.MEMORY_LIMIT));
  }
}
