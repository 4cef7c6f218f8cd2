package org.stiffgrad.bench.compare;

import static java.util.Objects.requireNonNull;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.InterleavedBenchmark;

/**
 * Runs single cases of the benchmarks by JMH, in JVMs of their own with the flags of this one.
 *
 * @param forks the number of JVMs, one after another; 0 to run in this one
 * @param warmUpSeconds of the processor, the least until a case is timed
 * @param iterations timed iterations of each
 * @param seconds of an iteration, at least one call
 */
public record BenchmarkRunner(int forks, double warmUpSeconds, int iterations, double seconds) {
  /** Until a JVM is started and its operands are filled and checked. */
  private static final double START_SECONDS = 2;

  private static final double NANOS = 1e9;

  /** A time in nanoseconds and half the width of its 99.9 % confidence interval. */
  public record Score(double nanos, double error) {}

  /** About how long a case takes. */
  public double secondsOfCase() {
    return Math.max(1, forks) * (START_SECONDS + 2 * warmUpSeconds + iterations * seconds);
  }

  /**
   * The time of a call, by the clock.
   *
   * @throws BenchmarkFailure if there is none
   */
  public Score time(Contestant contestant) {
    RunResult result =
        run(
            contestant.kernel().benchmark(),
            Map.of("size", contestant.size(), "backend", contestant.backend()));
    Result<?> primary = result.getPrimaryResult();
    return new Score(primary.getScore(), primary.getScoreError());
  }

  /**
   * The times of two by turns, by the processor.
   *
   * @throws BenchmarkFailure if there are none
   */
  public Duel duel(Contestant measured, Contestant reference) {
    RunResult result =
        run(
            InterleavedBenchmark.class,
            Map.of("measured", measured.toString(), "reference", reference.toString()));
    return new Duel(
        secondary(result, "measuredNanos"),
        secondary(result, "referenceNanos"),
        secondary(result, "measuredBytes"));
  }

  private static double[] secondary(RunResult result, String name) {
    return result.getBenchmarkResults().stream()
        .map(BenchmarkResult::getIterationResults)
        .flatMap(Collection::stream)
        .mapToDouble(
            iteration -> requireNonNull(iteration.getSecondaryResults().get(name)).getScore())
        .toArray();
  }

  private static TimeValue time(double seconds) {
    return TimeValue.nanoseconds((long) (seconds * NANOS));
  }

  private RunResult run(Class<?> benchmark, Map<String, String> parameters) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .forks(forks)
            .warmupIterations(1)
            .warmupTime(time(warmUpSeconds))
            .measurementIterations(iterations)
            .measurementTime(time(seconds));
    parameters.forEach(options::param);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try {
      return new Runner(
              options.build(),
              OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT))
          .runSingle();
    } catch (RunnerException e) {
      throw new BenchmarkFailure(e);
    }
  }
}
