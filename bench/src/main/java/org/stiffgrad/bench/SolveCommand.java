package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.files.CompleteFile;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.HeatMaps;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.report.TimeSeries;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.Solution;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.problem.OdeProblem;

/** Solves a problem and shows, writes or draws its states. */
final class SolveCommand implements Command {
  private static final double NANOS = 1e-9;
  private static final String CSV = ".csv";

  /** As many as an image is wide, so that a curve looks smooth. */
  private static final int CURVE_INTERVALS = 1000;

  /**
   * A component at a time: its value in the only cell, or what the values in all cells are like.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record State(
      double t,
      String component,
      @Nullable Double value,
      @Nullable Double least,
      @Nullable Double mean,
      @Nullable Double greatest) {
    static State of(double t, String component, double[] values) {
      DoubleSummaryStatistics summary = Arrays.stream(values).summaryStatistics();
      return values.length == 1
          ? new State(t, component, values[0], null, null, null)
          : new State(t, component, null, summary.getMin(), summary.getAverage(), summary.getMax());
    }

    /** Its cells in the table for people. */
    String[] texts() {
      return Stream.concat(
              Stream.of(Numbers.shortText(t), component),
              Stream.of(value, least, mean, greatest)
                  .filter(Objects::nonNull)
                  .map(SolveCommand::digits))
          .toArray(String[]::new);
    }
  }

  private record Document(
      String model,
      int n,
      int states,
      int parameters,
      String linearSolver,
      String solver,
      String backend,
      int threads,
      double abstol,
      double reltol,
      String termination,
      double seconds,
      GradientReport.Forward forward,
      List<State> solution) {}

  @Override
  public String name() {
    return "solve";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Solves a problem and gives its states at the output times.",
        ProblemSettings.problemNames());
  }

  @Override
  public List<Key> keys() {
    List<Key> keys = new ArrayList<>(Key.problemAndSolver());
    keys.removeAll(Key.loss());
    keys.addAll(List.of(Key.SOLVE_TIMES, Key.SOLVE_OUT, Key.SOLVE_PLOT));
    return keys;
  }

  @Override
  public void run(Settings settings, Console console) {
    SolverOptions options = ProblemSettings.solverOptions(settings);
    Optional<CompleteFile> out =
        settings
            .file(Key.SOLVE_OUT)
            .map(file -> CompleteFile.at(file, List.of(CSV, NumberFile.NPY)));
    Optional<CompleteFile> plot =
        settings.file(Key.SOLVE_PLOT).map(file -> CompleteFile.at(file, List.of(".png")));
    OdeProblem problem = ProblemSettings.problem(settings);
    double[] times =
        settings.isGiven(Key.SOLVE_TIMES)
            ? settings.numbers(Key.SOLVE_TIMES)
            : new double[] {problem.span().end()};
    if (plot.isPresent()) {
      requireImages(settings, problem, times.length);
    }
    try (ComputeBackend backend =
        ProblemSettings.openBackend(settings, console, problem.stateLength())) {
      Solution solution;
      long start = System.nanoTime();
      try (Progress progress = console.progress("solve", 1)) {
        solution = solve(problem, times, options, backend, settings);
        progress.done();
      }
      double seconds = (System.nanoTime() - start) * NANOS;
      boolean isCurve = plot.isPresent() && problem.model() instanceof OdeModel;
      Solution toDraw =
          isCurve
              ? requireSuccess(
                  solve(
                      problem,
                      ProblemSettings.equallySpaced(problem.span(), CURVE_INTERVALS),
                      options,
                      backend))
              : solution;
      Document document =
          document(
              problem,
              options,
              backend.name(),
              settings.integer(Key.THREADS, 1),
              seconds,
              solution);
      out.ifPresent(file -> write(file, problem, solution));
      plot.ifPresent(file -> draw(file, problem, toDraw));
      String text = text(problem, document, ProblemSettings.describe(options, settings));
      console.result(document, text + written(out) + written(plot));
    }
  }

  private static void requireImages(Settings settings, OdeProblem problem, int times) {
    int components = problem.model().components().size();
    if (problem.model() instanceof OdeModel) {
      if (problem.grid().cells() > TimeSeries.MOST_CURVES) {
        throw settings.refusal(
            Key.N,
            "at most %d copies to plot, but these are %d"
                .formatted(TimeSeries.MOST_CURVES, problem.grid().cells()));
      }
    } else if (times * components > HeatMaps.MOST) {
      throw settings.refusal(
          Key.SOLVE_TIMES,
          "at most %d heat maps, but these are %d".formatted(HeatMaps.MOST, times * components));
    }
  }

  private static Solution solve(
      OdeProblem problem,
      double[] times,
      SolverOptions options,
      ComputeBackend backend,
      Settings settings) {
    Solution solution =
        settings.isGiven(Key.SOLVE_TIMES)
            ? settings.checked(Key.SOLVE_TIMES, () -> solve(problem, times, options, backend))
            : solve(problem, times, options, backend);
    return requireSuccess(solution);
  }

  private static Solution requireSuccess(Solution solution) {
    if (solution.termination() != Termination.SUCCESS) {
      throw new NoResultException(
          "%s: The integration ended at t = %s. %s"
              .formatted(
                  solution.termination(), solution.reachedTime(), solution.termination().advice()));
    }
    return solution;
  }

  private static Solution solve(
      OdeProblem problem, double[] times, SolverOptions options, ComputeBackend backend) {
    return OdeSolver.solve(problem, times, new SymbolicDerivatives(), options, backend);
  }

  private static Document document(
      OdeProblem problem,
      SolverOptions options,
      String backend,
      int threads,
      double seconds,
      Solution solution) {
    List<String> components = problem.model().components();
    int cells = problem.grid().cells();
    List<State> states = new ArrayList<>();
    for (int t = 0; t < solution.times().length; t++) {
      for (int k = 0; k < components.size(); k++) {
        double[] values = Arrays.copyOfRange(solution.state(t), k * cells, (k + 1) * cells);
        states.add(State.of(solution.times()[t], components.get(k), values));
      }
    }
    return new Document(
        problem.model().name(),
        problem.grid().n(),
        problem.stateLength(),
        problem.parameterLength(),
        ProblemSettings.linearSolver(options),
        options.method().name(),
        backend,
        threads,
        options.abstol(),
        options.reltol(),
        solution.termination().name(),
        seconds,
        GradientReport.Forward.of(solution.statistics()),
        states);
  }

  private static String text(OdeProblem problem, Document document, String solver) {
    int cells = problem.grid().cells();
    TextTable table =
        cells == 1
            ? new TextTable("t", "component", "value")
            : new TextTable("t", "component", "least", "mean", "greatest");
    document.solution().forEach(state -> table.add(state.texts()));
    return "%s\n%s, backend %s\n%s\n%s"
        .formatted(
            ProblemSettings.describe(problem),
            solver,
            document.backend(),
            "%s seconds, %s".formatted(digits(document.seconds()), document.forward().text()),
            table);
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static String written(Optional<CompleteFile> file) {
    return file.map(written -> "written to " + written.path() + "\n").orElse("");
  }

  private static void write(CompleteFile file, OdeProblem problem, Solution solution) {
    StateTable table = new StateTable(problem, solution);
    file.write(file.extension().equals(CSV) ? table::writeCsv : table::writeNpy);
  }

  /** Draws fields at the output times, and a plain system over the whole time span. */
  private static void draw(CompleteFile file, OdeProblem problem, Solution solution) {
    List<String> components = problem.model().components();
    file.write(
        stream -> {
          if (problem.model() instanceof OdeModel) {
            TimeSeries.write(stream, components, solution.times(), solution.states());
          } else {
            HeatMaps.write(
                stream, components, solution.times(), solution.states(), problem.grid().n());
          }
        });
  }
}
