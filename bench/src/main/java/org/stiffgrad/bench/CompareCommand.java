package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.compare.BenchmarkFailure;
import org.stiffgrad.bench.compare.BenchmarkRunner;
import org.stiffgrad.bench.compare.ComparisonPlot;
import org.stiffgrad.bench.compare.ComparisonReport;
import org.stiffgrad.bench.compare.Duel;
import org.stiffgrad.bench.compare.Figure;
import org.stiffgrad.bench.compare.FigureRow;
import org.stiffgrad.bench.compare.KernelRow;
import org.stiffgrad.bench.compare.Yardstick;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.Kernel;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.roofline.Roofline;

/** Kernels and gradients on every backend that is available. */
final class CompareCommand implements Command {
  private static final String MARKDOWN = "table.md";
  private static final String FIGURES = "figures.csv";
  private static final String PLOT = "kernels.png";

  private static final List<Key> KEYS =
      List.of(
          Key.COMPARE_KERNELS,
          Key.COMPARE_SIZES,
          Key.COMPARE_FIGURES,
          Key.COMPARE_QUICK,
          Key.COMPARE_WARM_UP,
          Key.COMPARE_ITERATIONS,
          Key.COMPARE_SECONDS,
          Key.COMPARE_FORKS,
          Key.COMPARE_CVODES,
          Key.COMPARE_OUT);

  private record Document(
      @JsonUnwrapped ComparisonSetup setup,
      List<FigureRow> figures,
      List<KernelRow> kernels,
      String results) {}

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Compares the kernels of every available backend by JMH, and one backend with its goals.",
        "For each kernel, size and backend: nanoseconds a call, ratios to scalar and to openblas, rates, and their share of the roofline that is measured in the same run. For the backend of --backend also figures with their goals: pairs of kernels that run by turns in one JVM, kernels on two threads against one, whole gradients against CVODES, the time of a first gradient. Kernels: %s."
            .formatted(
                ComparePlan.COMPARED.stream()
                    .map(Kernel::toString)
                    .collect(Collectors.joining(", "))),
        "The results folder holds results.csv (a row for each case), %s, %s (both as tables) and %s; all are up to date after every case or kernel. Pin it to one core (taskset -c 0) and leave the machine alone."
            .formatted(FIGURES, MARKDOWN, PLOT));
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public void run(Settings settings, Console console) {
    ComparePlan plan = new ComparePlan(settings);
    BenchmarkRunner runner = plan.runner();
    CvodesComparison cvodes = new CvodesComparison(settings, plan.subject());
    try (ResultsFolder results =
        ResultsFolder.create(
            ResultsFolder.chosen(settings, Key.COMPARE_OUT), KernelRow.columns())) {
      ComparisonSetup setup = ComparisonSetup.of(settings, KEYS);
      Farewell farewell = new Farewell(results, console);
      try {
        new Comparison(plan, runner, setup, results).measure(cvodes, console);
      } finally {
        farewell.withdraw();
      }
    }
  }

  /** One comparison and what it has found so far. */
  private static final class Comparison {
    private final ComparePlan plan;
    private final BenchmarkRunner runner;
    private final ResultsFolder results;
    private final ComparisonSetup setup;
    private final ComparisonReport report;

    /* Figures may ask different things of the same two. */
    private final Map<List<Contestant>, Duel> duels = new HashMap<>();

    Comparison(
        ComparePlan plan, BenchmarkRunner runner, ComparisonSetup setup, ResultsFolder results) {
      this.plan = plan;
      this.runner = runner;
      this.setup = setup;
      this.results = results;
      report = new ComparisonReport(setup.markdown());
    }

    void measure(CvodesComparison cvodes, Console console) {
      List<Figure> figures = plan.figures();
      List<Contestant> onThreads = plan.onThreads();
      console.note(announcement(figures.size() + onThreads.size()));
      int parts =
          figures.size() + onThreads.size() + plan.cases() + (plan.comparesGradients() ? 2 : 0);
      try (Progress progress = console.progress("compare", parts)) {
        figures.forEach(figure -> measure(figure, progress));
        onThreads.forEach(contestant -> measureOnThreads(contestant, progress));
        if (plan.comparesGradients()) {
          measureGradients(cvodes, progress);
        }
        progress.begin("roofline");
        Roofline roofline = Yardstick.warmRoofline(runner.warmUpSeconds());
        for (Kernel kernel : plan.kernels()) {
          for (String size : plan.sizes(kernel)) {
            measure(kernel, size, roofline, progress);
          }
        }
      }
      finish(console);
    }

    private String announcement(int figures) {
      double minutes = (figures + plan.cases()) * runner.secondsOfCase() / 60;
      return "%d figures and %d cases, about %.0f minutes if no call takes longer than an iteration; results go to %s."
          .formatted(figures, plan.cases(), Math.ceil(minutes), results.table());
    }

    private void measure(Figure figure, Progress progress) {
      progress.begin(figure.question());
      FigureRow row;
      try {
        row = figure.row(duel(figure.measured(), figure.reference()));
      } catch (IllegalArgumentException | BackendUnavailableException | BenchmarkFailure e) {
        row = figure.none(Reasons.of(e));
      }
      add(row);
      progress.done();
    }

    private void measureOnThreads(Contestant contestant, Progress progress) {
      progress.begin(ThreadsComparison.question(contestant));
      add(ThreadsComparison.row(contestant));
      progress.done();
    }

    private Duel duel(Contestant measured, Contestant reference) {
      Backends.discover().select(reference.backend());
      return duels.computeIfAbsent(
          List.of(measured, reference), both -> runner.duel(both.get(0), both.get(1)));
    }

    private void measureGradients(CvodesComparison cvodes, Progress progress) {
      progress.begin("gradients by turns with CVODES");
      cvodes.rows().forEach(this::add);
      progress.done();
      progress.begin("cold start");
      add(ColdStart.row(plan.subject()));
      progress.done();
    }

    private void add(FigureRow row) {
      report.add(row);
      results.write(FIGURES, report::writeFigures);
      writeTables();
    }

    private void measure(Kernel kernel, String size, Roofline roofline, Progress progress) {
      List<KernelRow> rows = new ArrayList<>();
      @Nullable Yardstick yardstick = null;
      for (Contestant contestant : plan.contestants(kernel, size)) {
        progress.begin("%s %s on %s".formatted(kernel, size, contestant.backend()));
        KernelRow row;
        try {
          yardstick = yardstick == null ? Yardstick.of(kernel, size, roofline) : yardstick;
          row = KernelRow.of(contestant, runner.time(contestant), yardstick, rows);
        } catch (IllegalArgumentException | BenchmarkFailure | OutOfMemoryError e) {
          row = KernelRow.none(contestant, Reasons.of(e));
        }
        rows.add(row);
        report.add(row);
        results.add(row.cells());
        writeTables();
        progress.done();
      }
      if (report.kernels().stream().anyMatch(row -> row.result() != null)) {
        results.write(PLOT, stream -> ComparisonPlot.write(stream, report.kernels()));
      }
    }

    private void writeTables() {
      byte[] text = report.markdown().getBytes(StandardCharsets.UTF_8);
      results.write(MARKDOWN, stream -> stream.write(text));
    }

    private void finish(Console console) {
      console.result(
          new Document(setup, report.figures(), report.kernels(), results.table().toString()),
          report.text() + "\nwritten to " + results.table() + "\n");
      boolean none =
          report.kernels().stream().allMatch(row -> row.result() == null)
              && report.figures().stream().allMatch(row -> row.value() == null);
      if (none) {
        throw new NoResultException("No case and no figure has a result; the tables say why.");
      }
    }
  }
}
