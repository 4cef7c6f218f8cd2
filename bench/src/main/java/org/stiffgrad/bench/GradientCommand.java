package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.files.CompleteFile;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.sensitivity.Gradient;

/** Computes one gradient. */
final class GradientCommand implements Command {
  private static final double NANOS = 1e-9;

  @Override
  public String name() {
    return "gradient";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Computes the gradient of a loss with respect to all parameters, dG/dp, and to the initial state, dG/du0.",
        "By default the problem is the benchmark document's Brusselator. Methods: "
            + String.join(", ", ProblemSettings.methodNames())
            + ". Derivatives: "
            + String.join(", ", ProblemSettings.derivativeNames())
            + ".",
        ProblemSettings.problemNames());
  }

  @Override
  public List<Key> keys() {
    List<Key> keys = new ArrayList<>(GradientTask.keys());
    keys.addAll(
        List.of(
            Key.GRADIENT_OUT,
            Key.GRADIENT_OUT_INITIAL_STATE,
            Key.GRADIENT_REPEAT,
            Key.GRADIENT_CHECK));
    return keys;
  }

  @Override
  public void run(Settings settings, Console console) {
    Run run = new Run(settings, console);
    try (ComputeBackend backend =
        ProblemSettings.openBackend(settings, console, run.task.problem().stateLength())) {
      run.on(backend);
    }
  }

  /** One run: what the settings stand for, and what was computed. */
  private static final class Run {
    private final Settings settings;
    private final Console console;
    private final GradientTask task;
    private final int repeat;
    private final Optional<CompleteFile> out;
    private final Optional<CompleteFile> outInitialState;

    Run(Settings settings, Console console) {
      this.settings = settings;
      this.console = console;
      outInitialState = output(Key.GRADIENT_OUT_INITIAL_STATE);
      repeat = settings.integer(Key.GRADIENT_REPEAT, 0);
      out = output(Key.GRADIENT_OUT);
      task = GradientTask.of(settings, isInitialStateGradientWanted());
    }

    private Optional<CompleteFile> output(Key key) {
      return settings.file(key).map(file -> CompleteFile.at(file, NumberFile.EXTENSIONS));
    }

    private boolean isInitialStateGradientWanted() {
      boolean wanted = settings.flag(Key.INITIAL_STATE_GRADIENT);
      if (outInitialState.isPresent() && !wanted && settings.isGiven(Key.INITIAL_STATE_GRADIENT)) {
        throw settings.refusal(
            Key.INITIAL_STATE_GRADIENT,
            "true, since " + Key.GRADIENT_OUT_INITIAL_STATE.option() + " is given, too");
      }
      return wanted || outInitialState.isPresent();
    }

    void on(ComputeBackend backend) {
      boolean checked = settings.flag(Key.GRADIENT_CHECK);
      int parts = 1 + repeat + (checked ? DirectionCheck.DIRECTIONS : 0);
      double[] seconds = new double[1 + repeat];
      Gradient gradient;
      GradientReport.Memory memory;
      DirectionCheck check = null;
      try (Progress progress = console.progress("gradient", parts)) {
        GradientReport.Memory.resetPeak();
        progress.begin("first");
        gradient = timed(seconds, 0, backend, progress);
        memory = GradientReport.Memory.of(gradient.statistics().bytes());
        for (int k = 1; k <= repeat; k++) {
          progress.begin("repetition " + k);
          timed(seconds, k, backend, progress);
        }
        if (checked) {
          check =
              new DirectionCheck(
                  task.problem(),
                  task.loss().objective(),
                  task.derivatives(),
                  task.options(),
                  backend);
          check.compare(gradient.parameters(), progress);
        }
      }
      GradientReport report = report(gradient, backend, seconds(seconds), memory, check);
      out.ifPresent(file -> write(file, gradient.loss(), gradient.parameters()));
      outInitialState.ifPresent(file -> write(file, gradient.loss(), gradient.initialState()));
      console.result(report, text(report, gradient, check));
    }

    private static void write(CompleteFile file, double loss, double[] derivatives) {
      NumberFile.write(file, "G=" + Numbers.exactText(loss), derivatives);
    }

    private Gradient timed(double[] seconds, int k, ComputeBackend backend, Progress progress) {
      long start = System.nanoTime();
      Gradient gradient = task.compute(backend);
      seconds[k] = (System.nanoTime() - start) * NANOS;
      progress.done();
      return gradient;
    }

    private static GradientReport.Seconds seconds(double[] all) {
      double[] timed = all.length == 1 ? all : Arrays.copyOfRange(all, 1, all.length);
      return new GradientReport.Seconds(
          all[0], Norms.median(timed), Arrays.stream(timed).min().orElseThrow());
    }

    private GradientReport report(
        Gradient gradient,
        ComputeBackend backend,
        GradientReport.Seconds seconds,
        GradientReport.Memory memory,
        @Nullable DirectionCheck check) {
      SolverOptions options = task.options();
      return new GradientReport(
          TaskReport.of(task, backend.name()),
          settings.integer(Key.THREADS, 1),
          options.abstol(),
          options.reltol(),
          gradient.loss(),
          Norms.euclidean(gradient.parameters()),
          task.choices().initialStateGradient() ? Norms.euclidean(gradient.initialState()) : null,
          MethodOption.heeded(task.method().name(), task.choices()),
          gradient.termination().name(),
          seconds,
          GradientReport.Forward.of(gradient.statistics().forward()),
          GradientReport.Reverse.of(gradient.statistics().reverse()),
          integralError(gradient),
          memory,
          check == null
              ? null
              : new GradientReport.Check(DirectionCheck.DIRECTIONS, check.worst()));
    }

    private static @Nullable Double integralError(Gradient gradient) {
      double error = gradient.statistics().integralError();
      return Double.isNaN(error) ? null : error;
    }

    private String text(GradientReport report, Gradient gradient, @Nullable DirectionCheck check) {
      StringBuilder text = new StringBuilder();
      text.append(task.describe(settings, report.task().backend()));
      text.append("loss G         ").append(Numbers.exactText(report.loss())).append('\n');
      text.append("|dG/dp|        ").append(Numbers.exactText(report.gradientNorm())).append('\n');
      text.append(
          String.format(
              Locale.ROOT,
              "seconds        first %.4g, median %.4g, least %.4g (%d repetitions)\n",
              report.seconds().first(),
              report.seconds().median(),
              report.seconds().min(),
              repeat));
      text.append("forward pass   ").append(report.forward().text()).append('\n');
      if (!gradient.statistics().reverse().equals(SolverStatistics.NONE)) {
        text.append("reverse pass   ").append(report.reverse().text()).append('\n');
      }
      if (report.integralError() != null) {
        text.append(
            String.format(
                Locale.ROOT,
                "integral error %.1e of dG/dp by quadrature, estimated\n",
                report.integralError()));
      }
      text.append(
          "memory         %d bytes of buffers, %d bytes of heap at its peak\n"
              .formatted(report.memory().countedBytes(), report.memory().peakHeapBytes()));
      StencilModel model = task.problem().model();
      text.append(fields("dG/dp", model.parameters(), gradient.parameters()));
      if (task.choices().initialStateGradient()) {
        text.append(fields("dG/du0", model.components(), gradient.initialState()));
      }
      if (check != null) {
        text.append(check.text());
      }
      Stream.of(out, outInitialState)
          .flatMap(Optional::stream)
          .forEach(file -> text.append("written to     ").append(file.path()).append('\n'));
      return text.toString();
    }

    /** One derivative for each name where there is one cell, else what those of each sum up to. */
    private String fields(String what, List<String> names, double[] gradient) {
      int cells = task.problem().grid().cells();
      TextTable table =
          cells == 1
              ? new TextTable(what, "value")
              : new TextTable(what, "least", "greatest", "norm");
      for (int k = 0; k < names.size(); k++) {
        double[] field = Arrays.copyOfRange(gradient, k * cells, (k + 1) * cells);
        if (cells == 1) {
          table.add(names.get(k), short6(field[0]));
        } else {
          table.add(
              names.get(k),
              short6(Arrays.stream(field).min().orElseThrow()),
              short6(Arrays.stream(field).max().orElseThrow()),
              short6(Norms.euclidean(field)));
        }
      }
      return table.toString();
    }

    private static String short6(double value) {
      return String.format(Locale.ROOT, "%.6g", value);
    }
  }
}
