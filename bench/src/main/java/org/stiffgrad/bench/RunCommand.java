package org.stiffgrad.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Footnotes;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.sensitivity.SensitivityOptions;

/** The benchmark document's gradient experiment on one backend. */
final class RunCommand implements Command {
  private static final String ERRORS =
      "Errors: Euclidean norm, relative to gauss-adjoint at abstol = reltol = %s on the same backend."
          .formatted(Numbers.shortText(Experiment.REFERENCE_TOLERANCE));
  private static final String MARKDOWN = "table.md";
  private static final String PUBLISHED = "published.csv";

  private record Document(
      String backend,
      int threads,
      String solver,
      double abstol,
      double reltol,
      double referenceTolerance,
      Map<String, Map<String, Object>> options,
      List<GradientCase> cases,
      PublishedComparison.Summary published,
      String results) {}

  @Override
  public String name() {
    return "run";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Times the gradients of the benchmark document on one backend.",
        "For each grid size, method and source of derivatives: the median seconds, the error relative to a gradient of tight tolerance, the work, and the fastest figure that the document publishes for that case, which was measured on another machine. A case that is refused or fails has its reason in place of numbers. Methods: %s. Derivatives: %s."
            .formatted(
                String.join(", ", ProblemSettings.methodNames()),
                String.join(", ", ProblemSettings.derivativeNames())),
        "The results folder holds results.csv (a row for each case), %s (the same as tables) and %s (a row for each published figure); each is up to date after every case."
            .formatted(MARKDOWN, PUBLISHED));
  }

  @Override
  public List<Key> keys() {
    List<Key> keys =
        new ArrayList<>(
            List.of(
                Key.RUN_SIZES,
                Key.RUN_ADJOINT_SIZES,
                Key.RUN_METHODS,
                Key.RUN_DERIVATIVES,
                Key.RUN_REPEAT,
                Key.RUN_BUDGET,
                Key.RUN_OUT));
    keys.addAll(MethodOption.keys());
    return keys;
  }

  @Override
  public void run(Settings settings, Console console) {
    Run run = new Run(settings, console);
    Experiment.noteUnused(name(), MethodOption.keys(), settings, console);
    try (ComputeBackend backend =
            ProblemSettings.openBackend(settings, console, run.plan.largestStates());
        ResultsFolder results =
            ResultsFolder.create(
                ResultsFolder.chosen(settings, Key.RUN_OUT), GradientCase.COLUMNS)) {
      run.on(backend, results);
    }
  }

  /** One run: what the settings stand for, and what was measured so far. */
  private static final class Run {
    private final Settings settings;
    private final Console console;
    private final ExperimentPlan plan;
    private final SensitivityOptions choices;
    private final Optional<Integer> repeat;
    private final double budget;
    private final PublishedTimes published = PublishedTimes.load();
    private final List<GradientCase> cases = new ArrayList<>();

    Run(Settings settings, Console console) {
      this.settings = settings;
      this.console = console;
      plan = new ExperimentPlan(settings);
      choices = MethodOption.read(settings, plan.methods());
      repeat =
          settings.isGiven(Key.RUN_REPEAT)
              ? Optional.of(settings.integer(Key.RUN_REPEAT, 1))
              : Optional.empty();
      budget = settings.positiveNumber(Key.RUN_BUDGET);
    }

    void on(ComputeBackend backend, ResultsFolder results) {
      Farewell farewell = new Farewell(results, console);
      try (Progress progress = console.progress("run", plan.places().size())) {
        Experiment experiment = new Experiment(backend, choices, repeat, budget);
        for (int n : plan.sizes()) {
          progress.begin("n = " + n + ", reference");
          experiment.begin(ProblemSettings.documentProblem(settings, plan.keyOf(n), n));
          for (ExperimentPlan.Place place : plan.places(n)) {
            progress.begin("n = %d, %s, %s".formatted(n, place.method(), place.derivative()));
            GradientCase row = experiment.measure(place.method(), place.derivative());
            cases.add(row);
            save(row, backend.name(), results);
            progress.done();
          }
        }
      } finally {
        farewell.withdraw();
      }
      finish(backend.name(), results);
    }

    private void save(GradientCase row, String backend, ResultsFolder results) {
      results.add(row.cells(backend));
      String table = new ResultTable(plan.places(), cases).markdown(heading(backend));
      results.write(MARKDOWN, stream -> stream.write(table.getBytes(StandardCharsets.UTF_8)));
      results.write(PUBLISHED, new PublishedComparison(published, cases)::writeCsv);
    }

    private String heading(String backend) {
      return """
          # Gradients of the benchmark document's problem

          %s. %s

          Each cell: relative error of dG/dp / median seconds / accepted steps of the state + of the adjoint / bytes of
          buffers.
          """
          .formatted(setup(backend), ERRORS);
    }

    private String setup(String backend) {
      return "%s with %s linear solver, abstol %s, reltol %s, backend %s%s"
          .formatted(
              Experiment.OPTIONS.method().name(),
              ProblemSettings.linearSolver(Experiment.OPTIONS),
              Numbers.shortText(Experiment.OPTIONS.abstol()),
              Numbers.shortText(Experiment.OPTIONS.reltol()),
              backend,
              MethodOption.givenText(settings));
    }

    private Map<String, Map<String, Object>> heeded() {
      Map<String, Map<String, Object>> heeded = new LinkedHashMap<>();
      for (String method : plan.methods()) {
        heeded.put(method, MethodOption.heeded(method, choices));
      }
      return heeded;
    }

    private void finish(String backend, ResultsFolder results) {
      TextTable table = new TextTable(GradientCase.TITLES);
      Footnotes reasons = new Footnotes();
      cases.forEach(row -> table.add(row.texts(reasons)));
      PublishedComparison.Summary summary = new PublishedComparison(published, cases).summary();
      String text =
          "The document's problem: %s.\n".formatted(setup(backend))
              + ERRORS
              + "\nPublished: the document's fastest row of the method and derivatives, on another machine; ratio: published over median seconds.\n"
              + table
              + reasons.text()
              + summary.text()
              + "\nwritten to "
              + results.table()
              + "\n";
      console.result(
          new Document(
              backend,
              settings.integer(Key.THREADS, 1),
              Experiment.OPTIONS.method().name(),
              Experiment.OPTIONS.abstol(),
              Experiment.OPTIONS.reltol(),
              Experiment.REFERENCE_TOLERANCE,
              heeded(),
              cases,
              summary,
              results.table().toString()),
          text);
      if (cases.stream().allMatch(row -> row.result() == null)) {
        throw new NoResultException(
            "No case has a result; the first has none because of this: " + cases.get(0).reason());
      }
    }
  }
}
