package org.stiffgrad.bench;

import java.util.function.Supplier;
import org.stiffgrad.bench.report.Console;

/** Says what is saved if the process is interrupted before this is withdrawn. */
final class Farewell {
  private final Thread hook;

  Farewell(ResultsFolder results, Console console) {
    this(
        () ->
            "Interrupted; %d finished rows are saved in %s."
                .formatted(results.rows(), results.table()),
        console);
  }

  /**
   * @param sentence what to say
   */
  Farewell(Supplier<String> sentence, Console console) {
    hook = new Thread(() -> console.note(sentence.get()));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void withdraw() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      /* The process is being interrupted, and the hook is what should run. */
    }
  }
}
