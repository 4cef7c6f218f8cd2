package org.stiffgrad.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;

/** A kernel's case with the backend that it is open on. */
public final class OpenKernel implements AutoCloseable {
  /** The part of the warm-up in which nothing may change any more. */
  private static final double SETTLED_SHARE = 0.6;

  /** Far more than the JIT compiler needs for one kernel. */
  private static final double MOST_WARM_UP_SECONDS = 20;

  private final ComputeBackend backend;
  private final Workspace workspace;
  private final KernelCase kernelCase;

  private OpenKernel(ComputeBackend backend, Workspace workspace, KernelCase kernelCase) {
    this.backend = backend;
    this.workspace = workspace;
    this.kernelCase = kernelCase;
  }

  /**
   * Opens a kernel on a backend that is named, and checks its result. A native library gets the
   * heap arrays themselves, so that kernels are compared, not copies.
   */
  static OpenKernel open(Kernel kernel, String size, String backend) {
    BackendOptions options = BackendOptions.defaults().withSafepoints(false);
    return open(kernel, size, Backends.discover().select(backend).open(options));
  }

  /**
   * Opens a kernel on a backend, which it closes, and checks its result.
   *
   * @throws IllegalStateException if the result is wrong
   */
  public static OpenKernel open(Kernel kernel, String size, ComputeBackend backend) {
    Workspace workspace = backend.newWorkspace();
    OpenKernel open = new OpenKernel(backend, workspace, kernel.newCase(backend, workspace, size));
    double error = open.kernelCase.error();
    if (!(error <= 1)) {
      open.close();
      throw new IllegalStateException(
          "The result of %s at %s on %s is wrong: its error is %s times what is allowed; nothing was timed."
              .formatted(kernel, size, backend.name(), error));
    }
    return open;
  }

  /** Calls the kernel until it is warm, at least for the time that JMH is to warm up. */
  void warmUp(BenchmarkParams parameters) {
    double nanos = parameters.getWarmup().getTime().convertTo(TimeUnit.NANOSECONDS);
    double seconds = nanos * 1e-9 * parameters.getWarmup().getCount();
    double unused =
        new WarmUp(SETTLED_SHARE * seconds, seconds).of(this::call, MOST_WARM_UP_SECONDS);
  }

  /** Computes once and waits for it. */
  public void call() {
    kernelCase.restore();
    kernelCase.run();
    backend.finish();
  }

  /** What is timed. */
  public KernelCase kernelCase() {
    return kernelCase;
  }

  @Override
  public void close() {
    workspace.close();
    backend.close();
  }
}
