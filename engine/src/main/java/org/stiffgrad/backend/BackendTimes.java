package org.stiffgrad.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * How fast backends were at dense algebra of several orders on this machine.
 *
 * @param steps for each backend the seconds of one factorisation and eight solves, as a step of
 *     Rodas5 takes them, at each of {@link #orders}
 * @param products likewise the seconds of one product of square matrices
 */
public record BackendTimes(Map<String, List<Double>> steps, Map<String, List<Double>> products) {
  private static final List<Integer> ORDERS = List.of(8, 32, 128, 512);

  /** A backend must be faster by this much to be chosen over one that is preferred. */
  private static final double ADVANTAGE = 1.05;

  private static final String STEP = "step.";
  private static final String PRODUCT = "product.";

  public BackendTimes {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    products = Collections.unmodifiableMap(new LinkedHashMap<>(products));
  }

  /** The orders that are measured, ascending. */
  public static List<Integer> orders() {
    return ORDERS;
  }

  /**
   * The backend for dense steps of some order.
   *
   * @param names backends that were measured, the most preferred first
   */
  String fastest(List<String> names, int states) {
    return fastestAt(names, nearest(states));
  }

  private String fastestAt(List<String> names, int index) {
    String best = names.get(0);
    for (String name : names) {
      if (seconds(name, index) * ADVANTAGE < seconds(best, index)) {
        best = name;
      }
    }
    return best;
  }

  private double seconds(String name, int index) {
    return steps.getOrDefault(name, List.of()).get(index);
  }

  /** The index of the measured order that is nearest by ratio. */
  private static int nearest(int states) {
    int best = 0;
    for (int i = 1; i < ORDERS.size(); i++) {
      /* The border lies at the geometric mean of neighbours. */
      if ((double) states * states > (double) ORDERS.get(i - 1) * ORDERS.get(i)) {
        best = i;
      }
    }
    return best;
  }

  /** Why {@link #fastest} chooses as it does, and at which size it would choose otherwise. */
  String reason(List<String> names, int states) {
    int index = nearest(states);
    StringBuilder text = new StringBuilder("by dense steps of order " + ORDERS.get(index) + ": ");
    for (String name : names) {
      text.append(name)
          .append(String.format(Locale.ROOT, " %.3g ms, ", 1e3 * seconds(name, index)));
    }
    String chosen = fastestAt(names, index);
    StringBuilder changes = new StringBuilder();
    for (int i = index; i > 0; i--) {
      if (!fastestAt(names, i - 1).equals(chosen)) {
        changes.append("%s below about %d states".formatted(fastestAt(names, i - 1), border(i)));
        break;
      }
    }
    for (int i = index; i + 1 < ORDERS.size(); i++) {
      if (!fastestAt(names, i + 1).equals(chosen)) {
        changes
            .append(changes.isEmpty() ? "" : " and ")
            .append("%s above about %d".formatted(fastestAt(names, i + 1), border(i + 1)));
        break;
      }
    }
    return text.append(changes.isEmpty() ? "the same at every size" : "but " + changes).toString();
  }

  /** Where the choice changes between a measured order and the one before it. */
  private static long border(int index) {
    return Math.round(Math.sqrt((double) ORDERS.get(index - 1) * ORDERS.get(index)));
  }

  /** The times as they are kept in a file. */
  Properties toProperties() {
    Properties properties = new Properties();
    steps.forEach((name, times) -> put(properties, STEP + name, times));
    products.forEach((name, times) -> put(properties, PRODUCT + name, times));
    return properties;
  }

  private static void put(Properties properties, String prefix, List<Double> times) {
    for (int i = 0; i < ORDERS.size(); i++) {
      properties.setProperty(prefix + "." + ORDERS.get(i), times.get(i).toString());
    }
  }

  /**
   * The times from a file.
   *
   * @throws NumberFormatException if one is missing or is not a number
   */
  static BackendTimes of(Properties properties, List<String> names) {
    Map<String, List<Double>> steps = new LinkedHashMap<>();
    Map<String, List<Double>> products = new LinkedHashMap<>();
    for (String name : names) {
      steps.put(name, get(properties, STEP + name));
      products.put(name, get(properties, PRODUCT + name));
    }
    return new BackendTimes(steps, products);
  }

  private static List<Double> get(Properties properties, String prefix) {
    return IntStream.range(0, ORDERS.size())
        .mapToDouble(
            i -> Double.parseDouble(properties.getProperty(prefix + "." + ORDERS.get(i), "")))
        .boxed()
        .toList();
  }
}
