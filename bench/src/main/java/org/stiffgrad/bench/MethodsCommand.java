package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Footnotes;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.TimeSpan;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/**
 * Lists the combinations of gradient method, source of derivatives and solver. Each is tried on a
 * small problem, so that the list is what the library does and not what is said of it.
 */
final class MethodsCommand implements Command {
  /** So short a time that it takes few steps. */
  private static final TimeSpan SPAN = new TimeSpan(0, 1e-3);

  private static final double TOLERANCE = 1e-3;

  /**
   * A combination.
   *
   * @param reason why it is refused, or null if it is valid
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Combination(
      String method,
      String derivative,
      String solver,
      String linearSolver,
      boolean valid,
      @Nullable String reason) {}

  /**
   * A method.
   *
   * @param options what can be chosen within it, besides dG/du0
   */
  private record Method(String name, List<String> options) {
    static Method named(String name) {
      return new Method(name, MethodOption.keysOf(name).stream().map(Key::option).toList());
    }

    String text() {
      return name + ": " + (options.isEmpty() ? "none" : String.join(", ", options)) + "\n";
    }
  }

  private record Document(
      String model, String backend, List<Method> methods, List<Combination> combinations) {}

  @Override
  public String name() {
    return "methods";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Lists the valid combinations of gradient method, source of derivatives and solver for a model, and the options of each method.",
        "Each combination is tried on a small problem; for those that are refused the reason is given. Models: %s."
            .formatted(String.join(", ", ProblemSettings.modelNames())));
  }

  @Override
  public List<Key> keys() {
    return List.of(Key.MODEL);
  }

  @Override
  public void run(Settings settings, Console console) {
    StencilModel model = ProblemSettings.model(settings);
    List<Combination> combinations = new ArrayList<>();
    int states = smallProblem(model).stateLength();
    try (ComputeBackend backend = ProblemSettings.openBackend(settings, console, states)) {
      List<String> methods = ProblemSettings.methodNames();
      List<DerivativeSource> sources = DerivativeSources.all();
      try (Progress progress = console.progress("methods", methods.size() * sources.size())) {
        for (String method : methods) {
          for (DerivativeSource source : sources) {
            progress.begin(method + ", " + source.name());
            for (Tableau solver : Tableaus.all()) {
              combinations.add(combination(model, method, source, solver, backend));
            }
            progress.done();
          }
        }
      }
      Document document =
          new Document(
              model.name(),
              backend.name(),
              methods.stream().map(Method::named).toList(),
              combinations);
      console.result(document, text(document));
    }
  }

  private static Combination combination(
      StencilModel model,
      String method,
      DerivativeSource source,
      Tableau solver,
      ComputeBackend backend) {
    SolverOptions options =
        SolverOptions.defaults().withMethod(solver).withTolerances(TOLERANCE, TOLERANCE);
    String reason = refusal(model, method, source, options, backend);
    return new Combination(
        method,
        source.name(),
        solver.name(),
        ProblemSettings.linearSolver(options),
        reason == null,
        reason);
  }

  private static OdeProblem smallProblem(StencilModel model) {
    Grid grid = new Grid(model instanceof OdeModel ? 1 : 2);
    return OdeProblem.of(model, grid).over(SPAN.start(), SPAN.end());
  }

  private static @Nullable String refusal(
      StencilModel model,
      String method,
      DerivativeSource source,
      SolverOptions options,
      ComputeBackend backend) {
    OdeProblem problem = smallProblem(model);
    Objective objective = Objective.halfSquaredDistance(1, SPAN.end());
    try {
      Gradient gradient =
          SensitivityMethods.named(method, source, SensitivityOptions.defaults())
              .gradient(problem, objective, options, backend);
      return gradient.termination() == Termination.SUCCESS
          ? null
          : gradient.termination() + ": " + gradient.message();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return Reasons.of(e);
    }
  }

  /** A row for each method and source, a column for each solver, and the reasons below. */
  private static String text(Document document) {
    List<String> solvers = Tableaus.all().stream().map(Tableau::name).toList();
    Footnotes reasons = new Footnotes();
    List<String> header = new ArrayList<>(List.of("method", "derivative"));
    header.addAll(solvers);
    TextTable table = new TextTable(header.toArray(String[]::new));
    List<Combination> all = document.combinations();
    for (int k = 0; k < all.size(); k += solvers.size()) {
      List<String> row = new ArrayList<>(List.of(all.get(k).method(), all.get(k).derivative()));
      all.subList(k, k + solvers.size())
          .forEach(
              each -> row.add(each.valid() ? "yes" : reasons.mark(String.valueOf(each.reason()))));
      table.add(row.toArray(String[]::new));
    }
    StringBuilder text =
        new StringBuilder(
            "Model %s; explicit solvers use no linear solver, the others %s.\n%s"
                .formatted(
                    document.model(), SolverOptions.defaults().linearSolver().name(), table));
    text.append(reasons.text());
    text.append(
        "Options of the methods, besides %s:\n".formatted(Key.INITIAL_STATE_GRADIENT.option()));
    document.methods().forEach(method -> text.append(method.text()));
    return text.toString();
  }
}
