package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.document.CaseKey;
import org.stiffgrad.bench.document.CaseResult;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.SensitivityMethod;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;

/**
 * A process that measures cases: each line of its input is a request, each line of its output the
 * answer to one, both JSON. It ends, whatever it is doing, when its input does, so that it never
 * outlives the process that asks.
 */
final class CaseWorker {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Before its first case a method and source is warmed up for so many budgets of a case. */
  private static final double FAMILY_BUDGETS = 4;

  /** The grid of that warm-up: small enough for many calls, large enough for most of the code. */
  private static final int FAMILY_SIZE = 5;

  /** A fresh process is asked for a second gradient unless its first took longer. */
  private static final double PATIENCE_SECONDS = 3;

  private final Terms terms;
  private final Map<String, ComputeBackend> backends = new HashMap<>();
  private final Map<Integer, double[]> references = new HashMap<>();
  private final Set<List<String>> warmFamilies = new HashSet<>();

  /**
   * How to measure.
   *
   * @param referenceBackend where the gradients are computed that errors are relative to
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Terms(
      int threads, double budgetSeconds, @Nullable Integer repeat, String referenceBackend) {}

  /**
   * What to do.
   *
   * @param gradient of the case, whose error alone is asked for; or null to measure the case
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent")
  record Request(CaseKey key, double @Nullable [] gradient) {}

  /**
   * What came of it.
   *
   * @param measurement of a case; that of a fresh process has no error (NaN), since to compute it
   *     would disturb what is measured
   * @param gradient of a fresh process
   * @param error of a gradient
   * @param reason why there is nothing else, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(
      CaseResult.@Nullable Measurement measurement,
      double @Nullable [] gradient,
      @Nullable Double error,
      @Nullable String reason) {
    static Answer none(String reason) {
      return new Answer(null, null, null, reason);
    }
  }

  private CaseWorker(Terms terms) {
    this.terms = terms;
  }

  /** The terms as JSON are its only argument. */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream answers = System.out;
    /* Libraries may print; what they print must not look like an answer. */
    System.setOut(System.err);
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    CaseWorker worker = new CaseWorker(JSON.readValue(args[0], Terms.class));
    while (true) {
      Answer answer = worker.answer(JSON.readValue(requests.take(), Request.class));
      answers.println(JSON.writeValueAsString(answer));
      answers.flush();
    }
  }

  private static void read(BlockingQueue<String> requests) {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        requests.add(line);
      }
    } catch (IOException e) {
      System.err.println("The requests cannot be read: " + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  private Answer answer(Request request) {
    try {
      CaseKey key = request.key();
      double[] gradient = request.gradient();
      if (gradient != null) {
        return new Answer(null, null, error(key.n(), gradient), null);
      }
      return key.kind() == CaseKey.Kind.FRESH ? fresh(key) : warm(key);
    } catch (RuntimeException
        | LinkageError
        | StackOverflowError
        | AssertionError
        | OutOfMemoryError e) {
      return Answer.none(Reasons.of(e));
    }
  }

  private double error(int n, double[] gradient) {
    return Norms.relativeError(
        gradient,
        references.computeIfAbsent(
            n, side -> Experiment.reference(problem(side), backend(terms.referenceBackend()))));
  }

  private static OdeProblem problem(int n) {
    return OdeProblem.of(new Brusselator2d(), new Grid(n));
  }

  private ComputeBackend backend(String name) {
    return backends.computeIfAbsent(
        name,
        request ->
            Backends.discover()
                .select(request)
                .open(BackendOptions.defaults().withThreads(terms.threads())));
  }

  private Supplier<Gradient> gradient(CaseKey key, int n) {
    OdeProblem problem = problem(n);
    SolverOptions options = Experiment.OPTIONS.withTolerances(key.abstol(), key.reltol());
    SensitivityMethod method =
        SensitivityMethods.named(
            key.method(), DerivativeSources.named(key.derivative()), SensitivityOptions.defaults());
    ComputeBackend backend = backend(key.backend());
    return () -> Experiment.gradient(method, problem, options, backend);
  }

  private Answer warm(CaseKey key) {
    if (warmFamilies.add(List.of(key.backend(), key.method(), key.derivative()))) {
      new GradientTimer(Optional.of(0), FAMILY_BUDGETS * terms.budgetSeconds())
          .time(gradient(key, FAMILY_SIZE));
    }
    GradientTimer timer =
        new GradientTimer(Optional.ofNullable(terms.repeat()), terms.budgetSeconds());
    GradientTimer.Timing timing = timer.time(gradient(key, key.n()));
    double error = error(key.n(), timing.gradient().parameters());
    return new Answer(
        measurement(timing.seconds(), timing.gradient(), error, null), null, null, null);
  }

  private Answer fresh(CaseKey key) {
    Supplier<Gradient> gradient = gradient(key, key.n());
    ProcessMemory before = ProcessMemory.afterCollection();
    GradientTimer.Timing first = GradientTimer.call(gradient);
    double processSeconds = secondsOfProcess();
    double firstSeconds = first.seconds()[0];
    GradientTimer.Timing last =
        firstSeconds < PATIENCE_SECONDS ? GradientTimer.call(gradient) : first;
    ProcessMemory after = ProcessMemory.afterCollection();
    CaseResult.FreshProcess process =
        new CaseResult.FreshProcess(
            processSeconds,
            firstSeconds,
            before.resident(),
            after.resident(),
            after.residentPeak(),
            before.heap(),
            after.heap());
    return new Answer(
        measurement(last.seconds(), last.gradient(), Double.NaN, process),
        last.gradient().parameters(),
        null,
        null);
  }

  /** Since the start of the JVM. */
  private static double secondsOfProcess() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        * 1e-3;
  }

  private static CaseResult.Measurement measurement(
      double[] seconds,
      Gradient gradient,
      double error,
      CaseResult.@Nullable FreshProcess process) {
    var statistics = gradient.statistics();
    return new CaseResult.Measurement(
        Norms.median(seconds),
        Arrays.stream(seconds).min().orElseThrow(),
        Arrays.stream(seconds).max().orElseThrow(),
        seconds.length,
        error,
        statistics.forward().accepted(),
        statistics.reverse().accepted(),
        statistics.bytes(),
        process);
  }
}
