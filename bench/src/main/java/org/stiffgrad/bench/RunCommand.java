package org.stiffgrad.bench;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;

/** The benchmark document's gradient experiment on one backend. */
final class RunCommand implements Command {
  private static final String PARENT_FOLDER = "results";
  private static final DateTimeFormatter FOLDER_NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss", Locale.ROOT);
  private static final String[] COLUMNS = {
    "n",
    "parameters",
    "method",
    "backend",
    "median_seconds",
    "repetitions",
    "relative_gradient_error",
    "published_seconds",
    "published_row",
    "ratio"
  };

  private record Document(
      String backend,
      int threads,
      String solver,
      double abstol,
      double reltol,
      double referenceTolerance,
      List<GradientCase> cases,
      String results) {}

  @Override
  public String name() {
    return "run";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Times the gradients of the benchmark document on one backend.",
        "For each grid size and method: the median seconds, the error relative to a gradient of tight tolerance, and the fastest figure that the document publishes for the method, which was measured on another machine. Methods: "
            + String.join(", ", ProblemSettings.methodNames())
            + ".");
  }

  @Override
  public List<Key> keys() {
    return List.of(Key.RUN_SIZES, Key.RUN_METHODS, Key.RUN_REPEAT, Key.RUN_OUT);
  }

  @Override
  public void run(Settings settings, Console console) {
    int[] sizes = sizes(settings);
    List<String> methods = settings.choices(Key.RUN_METHODS, ProblemSettings.methodNames());
    Optional<Integer> repeat =
        settings.isGiven(Key.RUN_REPEAT)
            ? Optional.of(settings.integer(Key.RUN_REPEAT, 1))
            : Optional.empty();
    Path folder =
        settings
            .file(Key.RUN_OUT)
            .orElseGet(
                () ->
                    settings
                        .workingDirectory()
                        .resolve(PARENT_FOLDER)
                        .resolve(LocalDateTime.now(ZoneId.systemDefault()).format(FOLDER_NAME)));
    noteUnused(settings, console);
    try (ComputeBackend backend = ProblemSettings.openBackend(settings, console);
        ResultsFolder results = ResultsFolder.create(folder, COLUMNS)) {
      Thread farewell = new Thread(() -> sayWhatIsSaved(results, console));
      Runtime.getRuntime().addShutdownHook(farewell);
      List<GradientCase> cases = new ArrayList<>();
      try (Progress progress = console.progress("run", sizes.length * methods.size())) {
        Experiment experiment = new Experiment(backend, repeat);
        for (int n : sizes) {
          progress.begin("n = " + n + ", reference");
          experiment.begin(ProblemSettings.documentProblem(settings, Key.RUN_SIZES, n));
          for (String method : methods) {
            progress.begin("n = " + n + ", " + method);
            GradientCase row = experiment.measure(method);
            results.add(row.cells(backend.name()));
            cases.add(row);
            progress.done();
          }
        }
      } finally {
        remove(farewell);
      }
      finish(backend.name(), cases, results, console);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      /* The process is being interrupted, and the hook is what should run. */
    }
  }

  private static int[] sizes(Settings settings) {
    int[] sizes = settings.integers(Key.RUN_SIZES, 2);
    if (Arrays.stream(sizes).distinct().count() < sizes.length) {
      throw settings.refusal(Key.RUN_SIZES, "each size only once");
    }
    return sizes;
  }

  /* The experiment is the document's; settings of other commands would make it another one. */
  private static void noteUnused(Settings settings, Console console) {
    List<String> unused = new ArrayList<>();
    for (Key key : EnumSet.range(Key.MODEL, Key.DERIVATIVE)) {
      if (settings.isGiven(key)) {
        unused.add(key.path());
      }
    }
    if (!unused.isEmpty()) {
      console.note(
          "The command run computes the document's problem with the document's solver; not used here: %s."
              .formatted(String.join(", ", unused)));
    }
  }

  private static void sayWhatIsSaved(ResultsFolder results, Console console) {
    console.note(
        "Interrupted; %d finished rows are saved in %s."
            .formatted(results.rows(), results.table()));
  }

  private static void finish(
      String backend, List<GradientCase> cases, ResultsFolder results, Console console) {
    TextTable table =
        new TextTable(
            "n",
            "parameters",
            "method",
            "median seconds",
            "relative gradient error",
            "published seconds",
            "ratio",
            "published row");
    cases.forEach(row -> table.add(row.texts()));
    String text =
        "The document's problem: %s, abstol %s, reltol %s, backend %s.\n"
                .formatted(
                    Experiment.OPTIONS.method().name(),
                    Numbers.shortText(Experiment.OPTIONS.abstol()),
                    Numbers.shortText(Experiment.OPTIONS.reltol()),
                    backend)
            + "Errors: Euclidean norm, relative to gauss-adjoint at abstol = reltol = %s on the same backend.\n"
                .formatted(Numbers.shortText(Experiment.REFERENCE_TOLERANCE))
            + "Published: the document's fastest row of the method, on another machine; ratio: published over median seconds.\n"
            + table
            + "written to "
            + results.table()
            + "\n";
    console.result(
        new Document(
            backend,
            1,
            Experiment.OPTIONS.method().name(),
            Experiment.OPTIONS.abstol(),
            Experiment.OPTIONS.reltol(),
            Experiment.REFERENCE_TOLERANCE,
            cases,
            results.table().toString()),
        text);
  }
}
