package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.document.CaseKey;
import org.stiffgrad.bench.document.CaseResult;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Journal;
import org.stiffgrad.bench.document.Report;
import org.stiffgrad.bench.document.Setup;
import org.stiffgrad.bench.document.Summary;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Progress;

/** Measures what is not yet in a journal, and writes the report of all that is. */
final class DocumentRun {
  private final String task;
  private final Journal journal;
  private final Console console;
  private final DocumentPlan plan;

  private record Document(
      Setup setup, Choices choices, Summary summary, List<CaseResult> cases, String results) {}

  /**
   * @param task the name of the command
   */
  DocumentRun(String task, Journal journal, Console console) {
    this.task = task;
    this.journal = journal;
    this.console = console;
    plan = new DocumentPlan(journal.heading().choices());
  }

  /** The measuring processes and what they were told. */
  private static final class Workers implements AutoCloseable {
    private final Choices choices;
    private @Nullable WorkerProcess warm;

    Workers(Choices choices) {
      this.choices = choices;
    }

    private WorkerProcess start() {
      return WorkerProcess.start(
          new CaseWorker.Terms(
              choices.threads(), choices.budgetSeconds(), choices.repeat(), choices.backend()),
          choices.limitSeconds());
    }

    /** The one for warm cases; a new one if the last one ended. */
    private WorkerProcess warm() {
      WorkerProcess current = warm;
      if (current == null || !current.isAlive()) {
        close();
        current = start();
        warm = current;
      }
      return current;
    }

    CaseWorker.Answer measure(CaseKey key) {
      if (key.kind() == CaseKey.Kind.WARM) {
        return warm().measure(key);
      }
      CaseWorker.Answer answer;
      try (WorkerProcess fresh = start()) {
        answer = fresh.measure(key);
      }
      double[] gradient = answer.gradient();
      CaseResult.Measurement measurement = answer.measurement();
      if (gradient == null || measurement == null) {
        return answer;
      }
      CaseWorker.Answer error = warm().error(key, gradient);
      return error.error() == null
          ? error
          : new CaseWorker.Answer(measurement.withError(error.error()), null, null, null);
    }

    @Override
    public void close() {
      if (warm != null) {
        warm.close();
      }
    }
  }

  /**
   * Does it.
   *
   * @throws NoResultException if no case has a result
   */
  void run() {
    Farewell farewell = new Farewell(this::saved, console);
    try (Progress progress = console.progress(task, plan.cases().size());
        Workers workers = new Workers(journal.heading().choices())) {
      String last = "";
      for (CaseKey key : plan.cases()) {
        if (journal.result(key) == null) {
          progress.begin(key.text() + last);
          CaseWorker.Answer answer = workers.measure(key);
          journal.add(
              new CaseResult(key, MeasurementSetup.date(), answer.measurement(), answer.reason()));
          last = last(answer);
        }
        progress.done();
      }
    } finally {
      farewell.withdraw();
    }
    report();
  }

  private String saved() {
    return "Interrupted; %d finished cases are saved in %s; --resume %s goes on."
        .formatted(
            journal.results().size(), journal.folder().resolve(Journal.NAME), journal.folder());
  }

  private static String last(CaseWorker.Answer answer) {
    CaseResult.Measurement measurement = answer.measurement();
    return measurement == null
        ? " (last: none)"
        : String.format(
            Locale.ROOT,
            " (last: %.3g s, error %.1e)",
            measurement.medianSeconds(),
            measurement.relativeGradientError());
  }

  private void report() {
    Report report = new Report(journal.heading(), plan.rows(), plan.absences(), journal.results());
    report.write(journal.folder());
    console.result(
        new Document(
            journal.heading().setup(),
            journal.heading().choices(),
            report.summary(),
            new ArrayList<>(journal.results().values()),
            journal.folder().toString()),
        report.text() + "written to " + journal.folder() + "\n");
    if (report.summary().measured() == 0) {
      throw new NoResultException("No case has a result; the reasons are in the report.");
    }
  }
}
