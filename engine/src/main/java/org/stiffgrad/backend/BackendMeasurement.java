package org.stiffgrad.backend;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures backends at dense algebra, by nothing but their common interface. Those under comparison
 * take turns, and the least time of each counts, so that what else the machine does disturbs all of
 * them alike.
 */
final class BackendMeasurement {
  private static final int SOLVES = 8;
  private static final int LEAST_ROUNDS = 6;

  /** How long a task is watched for becoming faster by another compilation of the JIT. */
  private static final long WINDOW_NANOS = 50_000_000;

  private static final int WINDOWS_WITHOUT_GAIN = 6;
  private static final double GAIN = 0.9;
  private static final long LONGEST_WARM_UP_NANOS = 3_000_000_000L;

  /** How long a task is measured. */
  private static final long NANOS = 30_000_000;

  private BackendMeasurement() {}

  /** Measures opened backends, by their names. */
  static BackendTimes measure(List<ComputeBackend> backends) {
    List<List<Operands>> operands =
        BackendTimes.orders().stream()
            .map(order -> backends.stream().map(each -> new Operands(each, order)).toList())
            .toList();
    try {
      List<List<Runnable>> steps = tasks(operands, each -> each::step);
      List<List<Runnable>> products = tasks(operands, each -> each::product);
      /* The largest first: what they call for their parts is what the small ones consist of. */
      for (int i = operands.size() - 1; i >= 0; i--) {
        steps.get(i).forEach(BackendMeasurement::warmUp);
        products.get(i).forEach(BackendMeasurement::warmUp);
      }
      return new BackendTimes(
          byName(backends, seconds(steps)), byName(backends, seconds(products)));
    } finally {
      operands.forEach(ofOneOrder -> ofOneOrder.forEach(Operands::close));
    }
  }

  private static List<List<Runnable>> tasks(
      List<List<Operands>> operands, Function<Operands, Runnable> task) {
    return operands.stream().map(ofOneOrder -> ofOneOrder.stream().map(task).toList()).toList();
  }

  /** For each order the seconds of each task. */
  private static List<double[]> seconds(List<List<Runnable>> tasks) {
    return IntStream.range(0, tasks.size())
        .mapToObj(i -> seconds(tasks.get(i), BackendTimes.orders().get(i)))
        .toList();
  }

  private static Map<String, List<Double>> byName(
      List<ComputeBackend> backends, List<double[]> seconds) {
    Map<String, List<Double>> map = new LinkedHashMap<>();
    for (int i = 0; i < backends.size(); i++) {
      int backend = i;
      map.put(
          backends.get(i).name(), seconds.stream().map(ofOneOrder -> ofOneOrder[backend]).toList());
    }
    return map;
  }

  /** The least seconds of each task. */
  private static double[] seconds(List<Runnable> tasks, int order) {
    int calls = 1 + (int) (1e5 / ((double) order * order * order));
    double[] least = new double[tasks.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    long end = System.nanoTime() + NANOS * tasks.size();
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() < end; round++) {
      for (int i = 0; i < least.length; i++) {
        long start = System.nanoTime();
        for (int call = 0; call < calls; call++) {
          tasks.get(i).run();
        }
        least[i] = Math.min(least[i], 1e-9 * (System.nanoTime() - start) / calls);
      }
    }
    return least;
  }

  /** Runs a task until it no longer becomes faster. */
  private static void warmUp(Runnable task) {
    long begin = System.nanoTime();
    long best = Long.MAX_VALUE;
    int windows = 0;
    while (windows < WINDOWS_WITHOUT_GAIN && System.nanoTime() - begin < LONGEST_WARM_UP_NANOS) {
      long least = Long.MAX_VALUE;
      long window = System.nanoTime();
      long now = window;
      while (now - window < WINDOW_NANOS) {
        task.run();
        long start = now;
        now = System.nanoTime();
        least = Math.min(least, now - start);
      }
      windows = least < GAIN * best ? 0 : windows + 1;
      best = Math.min(best, least);
    }
  }

  /** Matrices of one order in one backend's memory. */
  private static final class Operands implements AutoCloseable {
    private final ComputeBackend backend;
    private final Workspace workspace;
    private final Buffer values;
    private final DenseMatrix a;
    private final DenseMatrix b;
    private final DenseMatrix c;
    private final Pivots pivots;
    private final Buffer x;
    private final double[] first = new double[1];

    Operands(ComputeBackend backend, int order) {
      this.backend = backend;
      workspace = backend.newWorkspace();
      a = workspace.allocateMatrix(order, order);
      b = workspace.allocateMatrix(order, order);
      c = workspace.allocateMatrix(order, order);
      int length = Math.toIntExact(a.elements().length());
      values = workspace.allocate(new Random(order).doubles(length, -1, 1).toArray());
      backend.vectors().copy(values, b.elements());
      backend.vectors().copy(values, c.elements());
      pivots = workspace.allocatePivots(order);
      x = workspace.allocate(order);
    }

    void step() {
      backend.vectors().copy(values, a.elements());
      backend.dense().factor(a, pivots);
      for (int solve = 0; solve < SOLVES; solve++) {
        backend.vectors().fill(x, 1);
        backend.dense().solve(Transpose.NO, a, pivots, x);
      }
      x.read(first);
    }

    void product() {
      backend.dense().gemm(Transpose.NO, Transpose.NO, 1, b, c, 0, a);
      a.elements().read(first);
    }

    @Override
    public void close() {
      workspace.close();
    }
  }
}
