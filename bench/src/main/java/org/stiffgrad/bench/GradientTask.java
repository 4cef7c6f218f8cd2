package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.SensitivityMethod;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;

/** The gradient that settings stand for: of what, and how. */
record GradientTask(
    OdeProblem problem,
    LossSettings loss,
    SensitivityMethod method,
    DerivativeSource derivatives,
    SensitivityOptions choices,
    SolverOptions options) {
  /** Everything that can be set about a gradient. */
  static List<Key> keys() {
    List<Key> keys = new ArrayList<>(Key.problemAndSolver());
    keys.add(keys.indexOf(Key.SOLVER), Key.METHOD);
    keys.add(keys.indexOf(Key.SOLVER), Key.DERIVATIVE);
    keys.addAll(keys.indexOf(Key.SOLVER), Key.methodOptions());
    return keys;
  }

  /**
   * Reads the settings and the files that they name.
   *
   * @param initialStateGradient whether dG/du0 is wanted, too
   */
  static GradientTask of(Settings settings, boolean initialStateGradient) {
    DerivativeSource derivatives = ProblemSettings.derivatives(settings);
    String name = settings.choice(Key.METHOD, ProblemSettings.methodNames());
    SensitivityOptions choices =
        MethodOption.read(settings, List.of(name)).withInitialStateGradient(initialStateGradient);
    SensitivityMethod method = SensitivityMethods.named(name, derivatives, choices);
    SolverOptions options = ProblemSettings.solverOptions(settings);
    OdeProblem problem = ProblemSettings.problem(settings);
    return new GradientTask(
        problem, LossSettings.of(settings, problem), method, derivatives, choices, options);
  }

  /**
   * Computes it.
   *
   * @throws NoResultException if the numerics end without a result
   */
  Gradient compute(ComputeBackend backend) {
    Gradient gradient = method.gradient(problem, loss.objective(), options, backend);
    if (gradient.termination() != Termination.SUCCESS) {
      throw new NoResultException(gradient.termination() + ": " + gradient.message());
    }
    return gradient;
  }

  /** What it is, for people; some lines. */
  String describe(Settings settings, String backend) {
    StringBuilder text = new StringBuilder();
    text.append(ProblemSettings.describe(problem)).append('\n');
    text.append(
        "method %s, derivatives %s, %s, backend %s\n"
            .formatted(
                method.name(),
                derivatives.name(),
                ProblemSettings.describe(options, settings),
                backend));
    String heeded = MethodOption.text(MethodOption.heeded(method.name(), choices));
    if (!heeded.isEmpty()) {
      text.append("options ").append(heeded).append('\n');
    }
    text.append("loss ").append(loss.description()).append('\n');
    return text.toString();
  }
}
