package org.stiffgrad.sensitivity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The committed reference values; see {@code org/stiffgrad/oracle/README.md} in the resources. */
public final class Oracle {
  private Oracle() {}

  private static List<String> lines(String file) {
    String path = "/org/stiffgrad/oracle/" + file;
    try (InputStream in = Oracle.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no reference file " + path + ".");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[][] rows(String file) {
    return lines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private static double[] numbers(String file) {
    return Arrays.stream(rows(file)).mapToDouble(row -> row[0]).toArray();
  }

  /** dG/dp of the document's problem on an n x n grid. */
  public static double[] parameterGradient(int n) {
    return numbers("bruss_n" + n + ".txt");
  }

  /** The loss G of the document's problem on an n x n grid. */
  public static double loss(int n) {
    String header = lines("bruss_n" + n + ".txt").get(0);
    return Double.parseDouble(header.substring(header.indexOf('=') + 1).trim().split("\\s+")[0]);
  }

  /**
   * The published relative error of Rodas5 with a Gauss adjoint at the document's tolerances; at N
   * = 5, where none is published, that of N = 6.
   */
  public static double publishedError(int n) {
    return switch (n) {
      case 2 -> 3.0e-9;
      case 3 -> 4.1e-5;
      case 4 -> 1.6e-5;
      case 5, 6 -> 8.0e-6;
      case 8 -> 3.5e-6;
      case 10 -> 2.8e-6;
      case 17 -> 3.9e-6;
      default -> throw new IllegalArgumentException("No error is published for N = " + n + ".");
    };
  }

  /** The state at t = 1. */
  public static double[] endState(int n) {
    return numbers("bruss_n" + n + "_uT.txt");
  }

  /** {@code du/dp} at t = 1, column by column. */
  public static double[] parameterSensitivity(int n) {
    double[][] rows = rows("bruss_n" + n + "_S.txt");
    double[] columns = new double[rows.length * rows[0].length];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = rows[k % rows.length][k / rows.length];
    }
    return columns;
  }

  /** {@code ||actual - expected|| / ||expected||} in the l2 norm. */
  public static double relativeError(double[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new IllegalArgumentException(
          "Vectors of lengths %d and %d cannot be compared."
              .formatted(actual.length, expected.length));
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }
}
