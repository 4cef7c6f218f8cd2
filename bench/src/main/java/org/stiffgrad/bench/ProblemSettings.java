package org.stiffgrad.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Models;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.TimeSpan;
import org.stiffgrad.sensitivity.SensitivityMethod;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.tableau.RosenbrockTableau;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** The values of the library that settings stand for. */
final class ProblemSettings {
  private static final String AUTO = "auto";

  private ProblemSettings() {}

  /** The model. */
  static StencilModel model(Settings settings) {
    return Models.named(settings.choice(Key.MODEL, modelNames()));
  }

  /** The problem; parameters and initial state are read from their files. */
  static OdeProblem problem(Settings settings) {
    StencilModel model = model(settings);
    int n = n(settings, model);
    Grid grid = settings.checked(Key.N, () -> new Grid(n));
    requireRoom(settings, Key.N, model, n);
    TimeSpan span = span(settings);
    OdeProblem problem = OdeProblem.of(model, grid).over(span.start(), span.end());
    problem = withFile(settings, Key.PARAMETERS, problem, OdeProblem::withParameters);
    return withFile(settings, Key.INITIAL_STATE, problem, OdeProblem::withInitialState);
  }

  /* A plain system of equations has no grid, so that the default size of one does not apply. */
  private static int n(Settings settings, StencilModel model) {
    boolean plain = model instanceof OdeModel;
    return plain && !settings.isGiven(Key.N) ? 1 : settings.integer(Key.N, plain ? 1 : 2);
  }

  /** The benchmark document's problem at the grid size n, which is (one of) the value of a key. */
  static OdeProblem documentProblem(Settings settings, Key key, int n) {
    StencilModel model = new Brusselator2d();
    Grid grid = settings.checked(key, () -> new Grid(n));
    requireRoom(settings, key, model, n);
    return OdeProblem.of(model, grid);
  }

  private interface Replacement {
    OdeProblem apply(OdeProblem problem, double[] values);
  }

  private static OdeProblem withFile(
      Settings settings, Key key, OdeProblem problem, Replacement replacement) {
    if (settings.file(key).isEmpty()) {
      return problem;
    }
    Path file = settings.file(key).get();
    double[] values = NumberFile.read(file);
    try {
      return replacement.apply(problem, values);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage());
    }
  }

  /* The problem itself holds its numbers on the heap, and so does every copy that is handed out. */
  private static void requireRoom(Settings settings, Key key, StencilModel model, int n) {
    long fields = 4L * model.components().size() + 4L * model.parameters().size();
    long bytes = fields * n * n * Double.BYTES;
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      throw settings.refusal(
          key,
          String.format(
              Locale.ROOT,
              "a smaller grid or a larger heap (-Xmx): the parameters and states of %s take %d bytes, but the heap is limited to %d",
              model.name(),
              bytes,
              heap));
    }
  }

  private static TimeSpan span(Settings settings) {
    double[] times = settings.numbers(Key.TSPAN);
    if (times.length != 2) {
      throw settings.refusal(Key.TSPAN, "two times separated by a comma");
    }
    return settings.checked(Key.TSPAN, () -> new TimeSpan(times[0], times[1]));
  }

  /** The ends of equally long parts of a time span, both ends of the span among them. */
  static double[] equallySpaced(TimeSpan span, int intervals) {
    double[] times = new double[intervals + 1];
    for (int k = 0; k < intervals; k++) {
      times[k] = span.start() + (span.end() - span.start()) * k / intervals;
    }
    times[intervals] = span.end();
    return times;
  }

  /** How problems are integrated. */
  static SolverOptions solverOptions(Settings settings) {
    Tableau method = Tableaus.named(settings.choice(Key.SOLVER, solverNames()));
    String linearSolver =
        settings.choice(
            Key.LINEAR_SOLVER, List.of(AUTO, SolverOptions.defaults().linearSolver().name()));
    if (!(method instanceof RosenbrockTableau) && !linearSolver.equals(AUTO)) {
      throw settings.unused(
          Key.LINEAR_SOLVER, method.name() + " is explicit and solves no linear systems");
    }
    return SolverOptions.defaults()
        .withMethod(method)
        .withTolerances(settings.positiveNumber(Key.ABSTOL), settings.positiveNumber(Key.RELTOL))
        .withMaxSteps(settings.integer(Key.MAX_STEPS, 1));
  }

  /** The name of the linear solver that a method uses. */
  static String linearSolver(SolverOptions options) {
    return options.method() instanceof RosenbrockTableau ? options.linearSolver().name() : "none";
  }

  /** The method, its tolerances and its linear solver, for people. */
  static String describe(SolverOptions options, Settings settings) {
    String linear = linearSolver(options);
    if (options.method() instanceof RosenbrockTableau
        && settings.choice(Key.LINEAR_SOLVER, List.of(AUTO, linear)).equals(AUTO)) {
      linear = linear + " (auto)";
    }
    return "solver %s, linear solver %s, abstol %s, reltol %s"
        .formatted(
            options.method().name(),
            linear,
            Numbers.shortText(options.abstol()),
            Numbers.shortText(options.reltol()));
  }

  /** The names of all models. */
  static List<String> modelNames() {
    return Models.all().stream().map(StencilModel::name).toList();
  }

  /** The names of all one-step methods. */
  static List<String> solverNames() {
    return Tableaus.all().stream().map(Tableau::name).toList();
  }

  /** The model and its size, for people. */
  static String describe(OdeProblem problem) {
    int n = problem.grid().n();
    boolean plain = problem.model() instanceof OdeModel;
    String size = plain ? ", %d independent copies".formatted(n * n) : ", n = " + n;
    return "%s%s: %d states, %d parameters"
        .formatted(
            problem.model().name(),
            plain && n == 1 ? "" : size,
            problem.stateLength(),
            problem.parameterLength());
  }

  /** What can be named as a model or a solver, for the usage help. */
  static String problemNames() {
    return "Models: %s. Solvers: %s."
        .formatted(String.join(", ", modelNames()), String.join(", ", solverNames()));
  }

  /** The names of all gradient methods. */
  static List<String> methodNames() {
    return SensitivityMethods.all().stream().map(SensitivityMethod::name).toList();
  }

  /** The source of derivatives. */
  static DerivativeSource derivatives(Settings settings) {
    return DerivativeSources.named(settings.choice(Key.DERIVATIVE, derivativeNames()));
  }

  /** The names of all sources of derivatives. */
  static List<String> derivativeNames() {
    return DerivativeSources.all().stream().map(DerivativeSource::name).toList();
  }

  /**
   * Opens the backend that was asked for, and says which it is if that was left open.
   *
   * @param states the number of states of the largest problem
   */
  static ComputeBackend openBackend(Settings settings, Console console, int states) {
    BackendOptions options =
        BackendOptions.defaults().withThreads(settings.integer(Key.THREADS, 1));
    Backends backends = Backends.discover();
    List<String> names =
        new ArrayList<>(backends.entries().stream().map(Backends.Entry::name).toList());
    names.add(Backends.AUTO);
    String request = settings.choice(Key.BACKEND, names);
    Backends.Selection selection = backends.select(request, states, options);
    int most = selection.entry().provider().maximumThreads();
    if (options.threads() > most) {
      throw settings.refusal(
          Key.THREADS,
          most == 1
              ? "1, since the backend %s computes on one thread".formatted(selection.name())
              : "a number from 1 to %d, the processors of this machine".formatted(most));
    }
    ComputeBackend backend = selection.open(options);
    if (request.equals(Backends.AUTO)) {
      console.note(
          "Backend %s, %s (%s)."
              .formatted(backend.name(), selection.reason(), backend.description()));
    }
    return backend;
  }
}
