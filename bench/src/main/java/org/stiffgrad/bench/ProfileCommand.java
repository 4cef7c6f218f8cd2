package org.stiffgrad.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.profile.KernelProfile;
import org.stiffgrad.backend.profile.ProfiledBackend;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.roofline.Roofline;

/** Says where the time of a gradient goes. */
final class ProfileCommand implements Command {
  private static final double NANOS = 1e-9;
  private static final int PARTS = 4;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Says where the time of a gradient goes: calls, time and rates of every kernel, and their share of the roofline, which is measured in the same run.",
        "Computes the gradient again and again: to warm up; in turn with and without counters; and with neither, for a recording of the JVM's flight recorder and a flame graph of it.",
        "A kernel's operations and bytes are those that its result needs, each element read once and written once.",
        ProblemSettings.problemNames());
  }

  @Override
  public List<Key> keys() {
    List<Key> keys = new ArrayList<>(GradientTask.keys());
    keys.addAll(List.of(Key.PROFILE_SECONDS, Key.PROFILE_OUT));
    return keys;
  }

  @Override
  public void run(Settings settings, Console console) {
    GradientTask task = GradientTask.of(settings, settings.flag(Key.INITIAL_STATE_GRADIENT));
    double seconds = settings.positiveNumber(Key.PROFILE_SECONDS);
    Path folder = create(ResultsFolder.chosen(settings, Key.PROFILE_OUT));
    try (ComputeBackend backend =
            ProblemSettings.openBackend(settings, console, task.problem().stateLength());
        Progress progress = console.progress("profile", PARTS)) {
      ProfiledBackend profiled = new ProfiledBackend(backend);
      progress.begin("warm-up");
      Pairs.measure(task, backend, profiled, seconds);
      profiled.reset();
      progress.done();
      progress.begin("counting");
      Pairs pairs = Pairs.measure(task, backend, profiled, seconds);
      List<KernelProfile> profiles = profiled.profiles();
      progress.done();
      progress.begin("recording");
      FlightRecording recording =
          FlightRecording.of(
              () -> repeat(() -> task.compute(backend), seconds),
              folder,
              "%s, %s, n = %d, backend %s"
                  .formatted(
                      task.method().name(),
                      task.problem().model().name(),
                      task.problem().grid().n(),
                      backend.name()));
      progress.done();
      progress.begin("roofline");
      ProfileReport report = report(task, backend.name(), pairs, profiles, recording);
      progress.done();
      console.result(report, task.describe(settings, backend.name()) + report.text());
    }
  }

  private static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          "The folder %s cannot be created (%s); choose another with --out.".formatted(folder, e));
    }
  }

  /* Processor time, so that a busy machine does not cut the warm-up short. */
  private static void repeat(Runnable work, double seconds) {
    long start = THREADS.getCurrentThreadCpuTime();
    do {
      work.run();
    } while ((THREADS.getCurrentThreadCpuTime() - start) * NANOS < seconds);
  }

  private static ProfileReport report(
      GradientTask task,
      String backend,
      Pairs pairs,
      List<KernelProfile> profiles,
      FlightRecording recording) {
    Roofline roofline = new Roofline();
    double gradientSeconds = pairs.profiledSeconds / pairs.count();
    List<ProfileReport.Kernel> kernels =
        profiles.stream()
            .map(p -> ProfileReport.Kernel.of(p, pairs.count(), gradientSeconds, roofline))
            .toList();
    double outside =
        gradientSeconds - kernels.stream().mapToDouble(ProfileReport.Kernel::seconds).sum();
    return new ProfileReport(
        TaskReport.of(task, backend),
        pairs.count(),
        Norms.median(pairs.plain.stream().mapToDouble(s -> s).toArray()),
        Norms.median(pairs.ratios.stream().mapToDouble(s -> s).toArray()) - 1,
        pairs.profiledProcessorSeconds / pairs.profiledSeconds,
        roofline.flopsPerSecond(),
        kernels,
        new ProfileReport.Outside(outside, outside / gradientSeconds),
        recording);
  }

  /** Gradients with and without counters, in turn. */
  private static final class Pairs {
    private final List<Double> plain = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private double profiledSeconds;
    private double profiledProcessorSeconds;

    static Pairs measure(
        GradientTask task, ComputeBackend backend, ComputeBackend profiled, double seconds) {
      Pairs pairs = new Pairs();
      repeat(() -> pairs.add(task, backend, profiled), seconds);
      return pairs;
    }

    private void add(GradientTask task, ComputeBackend backend, ComputeBackend profiled) {
      long start = System.nanoTime();
      long processorStart = THREADS.getCurrentThreadCpuTime();
      task.compute(backend);
      long middle = System.nanoTime();
      long processorMiddle = THREADS.getCurrentThreadCpuTime();
      task.compute(profiled);
      long processorEnd = THREADS.getCurrentThreadCpuTime();
      profiledSeconds += (System.nanoTime() - middle) * NANOS;
      profiledProcessorSeconds += (processorEnd - processorMiddle) * NANOS;
      plain.add((middle - start) * NANOS);
      ratios.add(
          (double) (processorEnd - processorMiddle)
              / Math.max(1, processorMiddle - processorStart));
    }

    int count() {
      return plain.size();
    }
  }
}
