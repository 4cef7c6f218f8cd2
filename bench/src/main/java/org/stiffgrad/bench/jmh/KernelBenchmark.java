package org.stiffgrad.bench.jmh;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
import org.stiffgrad.backend.Backends;

/**
 * The time of one call of a kernel, which a subclass names together with the sizes it is asked at.
 * Results are checked before anything is timed. The set-up then calls the kernel until the JIT
 * compiler has nothing left to do, at least for as long as JMH's own warm-up ({@code -wi}, {@code
 * -w}), which follows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {
  /** A backend's name; the commands put every available one here. */
  @Param(Backends.AUTO)
  public String backend = Backends.AUTO;

  private @Nullable OpenKernel open;

  abstract Kernel kernel();

  /** The size, which each subclass declares as a parameter of this name. */
  abstract String size();

  /** Opens the backend, checks the kernel's result and warms it up. */
  @Setup
  public final void open(BenchmarkParams parameters) {
    open = OpenKernel.open(kernel(), size(), backend);
    open.warmUp(parameters);
  }

  /** One call, preceded by what it needs to compute the same again. */
  @Benchmark
  public final void call() {
    requireNonNull(open).call();
  }

  /** Closes the backend. */
  @TearDown
  public final void close() {
    if (open != null) {
      open.close();
    }
  }
}
