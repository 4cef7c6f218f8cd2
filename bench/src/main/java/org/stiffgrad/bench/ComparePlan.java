package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.compare.BenchmarkRunner;
import org.stiffgrad.bench.compare.Figure;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.Kernel;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** What a comparison consists of, and how long each part of it is measured. */
final class ComparePlan {
  /** All kernels but the yardstick. */
  static final List<Kernel> COMPARED = List.copyOf(EnumSet.complementOf(EnumSet.of(Kernel.TRIAD)));

  private static final int QUICK_SIZES = 2;

  /** Ratios to these are reported, so that they are measured before the others. */
  private static final List<String> FIRST = List.of("scalar", "openblas");

  private final Settings settings;
  private final boolean quick;
  private final List<Kernel> kernels;
  private final List<String> backends;
  private final String subject;

  ComparePlan(Settings settings) {
    this.settings = settings;
    quick = settings.flag(Key.COMPARE_QUICK);
    if (settings.integer(Key.THREADS, 1) != 1) {
      throw settings.refusal(Key.THREADS, "1, since kernels are compared on one thread");
    }
    List<String> names = COMPARED.stream().map(Kernel::toString).toList();
    kernels =
        settings.choicesOrAll(Key.COMPARE_KERNELS, names).stream()
            .map(name -> COMPARED.get(names.indexOf(name)))
            .toList();
    Backends discovered = Backends.discover();
    backends = available(discovered);
    subject = discovered.select(settings.text(Key.BACKEND)).name();
    if (settings.isGiven(Key.COMPARE_SIZES)) {
      kernels.forEach(this::checkSizes);
    }
    if (settings.isGiven(Key.COMPARE_CVODES) && !comparesGradients()) {
      throw settings.unused(
          Key.COMPARE_CVODES,
          "only figures of the kernel %s compare with it".formatted(Kernel.GRADIENT));
    }
  }

  /** The names of the backends that can run here, those first that others are compared with. */
  static List<String> available(Backends discovered) {
    return discovered.entries().stream()
        .filter(entry -> entry.availability() instanceof Availability.Available)
        .map(Backends.Entry::name)
        .sorted(Comparator.comparingInt(ComparePlan::rank))
        .toList();
  }

  private static int rank(String backend) {
    int rank = FIRST.indexOf(backend);
    return rank < 0 ? FIRST.size() : rank;
  }

  private void checkSizes(Kernel kernel) {
    for (String size : given()) {
      try {
        kernel.requireSize(size);
      } catch (IllegalArgumentException e) {
        throw new InputException(
            "%s, kernel %s: %s"
                .formatted(settings.source(Key.COMPARE_SIZES), kernel, e.getMessage()));
      }
    }
  }

  private List<String> given() {
    return Arrays.stream(settings.text(Key.COMPARE_SIZES).split(",")).map(String::trim).toList();
  }

  /** How each case is run. */
  BenchmarkRunner runner() {
    return new BenchmarkRunner(
        settings.integer(Key.COMPARE_FORKS, 0),
        settings.positiveNumber(Key.COMPARE_WARM_UP),
        settings.isGiven(Key.COMPARE_ITERATIONS)
            ? settings.integer(Key.COMPARE_ITERATIONS, 1)
            : quick ? 2 : 5,
        settings.isGiven(Key.COMPARE_SECONDS)
            ? settings.positiveNumber(Key.COMPARE_SECONDS)
            : quick ? 0.1 : 0.5);
  }

  /** The backend that the figures are about. */
  String subject() {
    return subject;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  List<String> sizes(Kernel kernel) {
    if (settings.isGiven(Key.COMPARE_SIZES)) {
      return given();
    }
    List<String> sizes = kernel.sizes();
    return quick ? sizes.subList(0, Math.min(QUICK_SIZES, sizes.size())) : sizes;
  }

  /** A kernel at a size on every backend. */
  List<Contestant> contestants(Kernel kernel, String size) {
    return backends.stream().map(backend -> new Contestant(kernel, size, backend)).toList();
  }

  /** The figures of the kernels and sizes that were chosen. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    if (settings.flag(Key.COMPARE_FIGURES)) {
      for (Figure figure : Figure.of(subject)) {
        if (isChosen(figure.measured())) {
          figures.add(figure);
        }
      }
    }
    return figures;
  }

  private boolean isChosen(Contestant contestant) {
    boolean every = !quick && !settings.isGiven(Key.COMPARE_SIZES);
    return kernels.contains(contestant.kernel())
        && (every || sizes(contestant.kernel()).contains(contestant.size()));
  }

  /** What of the kernels and sizes that were chosen is also measured on several threads. */
  List<Contestant> onThreads() {
    return settings.flag(Key.COMPARE_FIGURES)
        ? ThreadsComparison.of(subject).stream().filter(this::isChosen).toList()
        : List.of();
  }

  /** Whether the figures of whole gradients are wanted, in processes of their own. */
  boolean comparesGradients() {
    return settings.flag(Key.COMPARE_FIGURES) && kernels.contains(Kernel.GRADIENT);
  }

  /** The number of cases of kernels. */
  int cases() {
    return backends.size() * kernels.stream().mapToInt(kernel -> sizes(kernel).size()).sum();
  }
}
