package org.stiffgrad.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.files.CompleteFile;
import org.stiffgrad.bench.files.NpyFormat;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.HeatMaps;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.Solution;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** Solves a problem and shows, writes or draws its states. */
final class SolveCommand implements Command {
  private static final double NANOS = 1e-9;
  private static final String CSV = ".csv";

  /** A component at a time. */
  private record State(double t, String component, double least, double mean, double greatest) {}

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
    keys.removeAll(List.of(Key.LOSS_TIMES, Key.TARGET));
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
    int images = times.length * problem.model().components().size();
    if (plot.isPresent() && images > HeatMaps.MOST) {
      throw settings.refusal(
          Key.SOLVE_TIMES, "at most " + HeatMaps.MOST + " heat maps, but these are " + images);
    }
    try (ComputeBackend backend = ProblemSettings.openBackend(settings, console)) {
      Document document;
      Solution solution;
      long start = System.nanoTime();
      try (Progress progress = console.progress("solve", 1)) {
        solution = solve(problem, times, options, backend, settings);
        progress.done();
      }
      double seconds = (System.nanoTime() - start) * NANOS;
      document = document(problem, options, backend.name(), seconds, solution);
      out.ifPresent(file -> write(file, problem, solution));
      plot.ifPresent(file -> draw(file, problem, solution));
      String text = text(document, ProblemSettings.describe(options, settings));
      console.result(document, text + written(out) + written(plot));
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
      double seconds,
      Solution solution) {
    List<String> components = problem.model().components();
    int cells = problem.grid().cells();
    List<State> states = new ArrayList<>();
    for (int t = 0; t < solution.times().length; t++) {
      for (int k = 0; k < components.size(); k++) {
        DoubleSummaryStatistics summary =
            Arrays.stream(solution.state(t), k * cells, (k + 1) * cells).summaryStatistics();
        states.add(
            new State(
                solution.times()[t],
                components.get(k),
                summary.getMin(),
                summary.getAverage(),
                summary.getMax()));
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
        1,
        options.abstol(),
        options.reltol(),
        solution.termination().name(),
        seconds,
        GradientReport.Forward.of(solution.statistics()),
        states);
  }

  private static String text(Document document, String solver) {
    TextTable table = new TextTable("t", "component", "least", "mean", "greatest");
    for (State state : document.solution()) {
      table.add(
          Numbers.shortText(state.t()),
          state.component(),
          digits(state.least()),
          digits(state.mean()),
          digits(state.greatest()));
    }
    return "%s, n = %d: %d states, %d parameters\n%s, backend %s\n%s\n%s"
        .formatted(
            document.model(),
            document.n(),
            document.states(),
            document.parameters(),
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
    int n = problem.grid().n();
    if (file.extension().equals(CSV)) {
      file.write(stream -> writeCsv(stream, problem, solution));
    } else {
      int[] shape = {solution.times().length, problem.model().components().size(), n, n};
      file.write(stream -> NpyFormat.write(stream, shape, solution.states()));
    }
  }

  private static void writeCsv(OutputStream stream, OdeProblem problem, Solution solution)
      throws IOException {
    Grid grid = problem.grid();
    List<String> components = problem.model().components();
    Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    CSVPrinter printer =
        new CSVPrinter(writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
    printer.printRecord("time", "component", "i", "j", "x", "y", "value");
    for (int t = 0; t < solution.times().length; t++) {
      double[] state = solution.state(t);
      for (int index = 0; index < state.length; index++) {
        int cell = index % grid.cells();
        int i = cell % grid.n();
        int j = cell / grid.n();
        printer.printRecord(
            solution.times()[t],
            components.get(index / grid.cells()),
            i,
            j,
            grid.coordinate(i),
            grid.coordinate(j),
            Numbers.exactText(state[index]));
      }
    }
    printer.flush();
  }

  private static void draw(CompleteFile file, OdeProblem problem, Solution solution) {
    file.write(
        stream ->
            HeatMaps.write(
                stream,
                problem.model().components(),
                solution.times(),
                solution.states(),
                problem.grid().n()));
  }
}
