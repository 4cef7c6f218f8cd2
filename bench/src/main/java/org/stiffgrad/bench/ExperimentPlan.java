package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/**
 * The cases of an experiment: all combinations of sizes, methods and sources of derivatives, and at
 * further sizes those of adjoint methods.
 */
final class ExperimentPlan {
  /** What the names of the methods end with that integrate an adjoint equation. */
  private static final String ADJOINT = "-adjoint";

  private static final String DISCRETE_ADJOINT = "reverse-mode";

  private final int[] sizes;
  private final int[] adjointSizes;
  private final List<String> methods;
  private final List<String> derivatives;

  /** A case. */
  record Place(int n, String method, String derivative) {}

  ExperimentPlan(Settings settings) {
    methods = settings.choicesOrAll(Key.RUN_METHODS, ProblemSettings.methodNames());
    derivatives = settings.choicesOrAll(Key.RUN_DERIVATIVES, ProblemSettings.derivativeNames());
    sizes = sizes(settings, Key.RUN_SIZES).toArray();
    adjointSizes =
        settings.isGiven(Key.RUN_ADJOINT_SIZES)
            ? sizes(settings, Key.RUN_ADJOINT_SIZES).toArray()
            : new int[0];
    if (Arrays.stream(adjointSizes).anyMatch(n -> Arrays.stream(sizes).anyMatch(m -> m == n))) {
      throw settings.refusal(
          Key.RUN_ADJOINT_SIZES, "sizes that " + Key.RUN_SIZES.option() + " does not have");
    }
    if (adjointSizes.length > 0 && methods.stream().noneMatch(ExperimentPlan::isAdjoint)) {
      throw settings.unused(Key.RUN_ADJOINT_SIZES, "none of the methods is an adjoint");
    }
  }

  /** Grid sizes, in the order in which they are given. */
  static IntStream sizes(Settings settings, Key key) {
    int[] sizes = settings.integers(key, 2);
    if (Arrays.stream(sizes).distinct().count() < sizes.length) {
      throw settings.refusal(key, "each size only once");
    }
    return Arrays.stream(sizes);
  }

  /** Whether its work does not grow with the number of parameters. */
  static boolean isAdjoint(String method) {
    return method.endsWith(ADJOINT) || method.equals(DISCRETE_ADJOINT);
  }

  List<String> methods() {
    return methods;
  }

  /** The key that the size belongs to. */
  Key keyOf(int n) {
    return Arrays.stream(sizes).anyMatch(size -> size == n) ? Key.RUN_SIZES : Key.RUN_ADJOINT_SIZES;
  }

  /** All sizes, in the order in which they are to be run. */
  List<Integer> sizes() {
    return IntStream.concat(Arrays.stream(sizes), Arrays.stream(adjointSizes)).boxed().toList();
  }

  /** The number of states at the largest size. */
  int largestStates() {
    int n = Collections.max(sizes());
    return (int) Math.min(Integer.MAX_VALUE, 2L * n * n);
  }

  /** The cases of a size. */
  List<Place> places(int n) {
    boolean adjointsOnly = keyOf(n) == Key.RUN_ADJOINT_SIZES;
    List<Place> places = new ArrayList<>();
    for (String method : methods) {
      if (!adjointsOnly || isAdjoint(method)) {
        derivatives.forEach(derivative -> places.add(new Place(n, method, derivative)));
      }
    }
    return places;
  }

  /** All cases. */
  List<Place> places() {
    return sizes().stream().flatMap(n -> places(n).stream()).toList();
  }
}
