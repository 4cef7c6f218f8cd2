package org.stiffgrad.bench.jmh;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How does one kernel compare with another, or with itself on another backend, when both run by
 * turns in one JVM?
 *
 * <p>A round calls the one for a few milliseconds, then the other, and takes the processor time of
 * the thread, so that neither the clock rate, nor the neighbours on the machine, nor the scheduler
 * favour one of them. Read the secondary results: nanoseconds and allocated bytes a call, each the
 * least of an iteration's rounds, which JMH's own table adds up over the iterations; the primary
 * one is the duration of a round. Run it by {@code bench.jar jmh InterleavedBenchmark -p
 * measured=gemm:64:simd -p reference=gemm:64:openblas}.
 *
 * <p>What would mislead: both share the caches, so that each finds them with the other's data after
 * a turn, which is why a turn has many calls; and processor time spent in threads other than the
 * caller's is not seen.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
public class InterleavedBenchmark {
  /** What is in question, as {@code kernel:size:backend}. */
  @Param("gemm:64:auto")
  public String measured = "";

  /** What it is compared with, in the same form. */
  @Param("gemm:64:scalar")
  public String reference = "";

  private @Nullable Turn first;
  private @Nullable Turn second;

  /** The secondary results, which JMH sets to zero before each iteration. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Least {
    public double measuredNanos;
    public double measuredBytes;
    public double referenceNanos;
  }

  /** Opens both, checks their results and warms them up. */
  @Setup
  public final void open(BenchmarkParams parameters) {
    first = new Turn(Contestant.of(measured), parameters);
    second = new Turn(Contestant.of(reference), parameters);
  }

  /** Fits the number of calls in a turn to what a call takes by now. */
  @Setup(Level.Iteration)
  public final void begin() {
    requireNonNull(first).begin();
    requireNonNull(second).begin();
  }

  /** A turn of each. */
  @Benchmark
  public final void round(Least least) {
    Turn one = requireNonNull(first);
    Turn other = requireNonNull(second);
    one.take();
    other.take();
    least.measuredNanos = one.leastNanos();
    least.measuredBytes = one.leastBytes();
    least.referenceNanos = other.leastNanos();
  }

  /** Closes both backends. */
  @TearDown
  public final void close() {
    for (Turn turn : new Turn[] {requireNonNull(first), requireNonNull(second)}) {
      turn.close();
    }
  }
}
