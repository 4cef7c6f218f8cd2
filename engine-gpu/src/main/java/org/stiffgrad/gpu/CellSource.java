package org.stiffgrad.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The text of a CUDA function body that visits the cells {@code (i, j)} of a periodic n x n grid
 * and reads their neighbours. A neighbour's flat index is {@code (i + di) mod n + n ((j + dj) mod
 * n)}; the two parts are computed once for each offset.
 */
final class CellSource {
  /** What every program that uses cells begins with. Loops run once at most but on tiny grids. */
  static final String PRELUDE =
      """
      __device__ inline int wrapped(int i, int n) {
        while (i < 0) i += n;
        while (i >= n) i -= n;
        return i;
      }
      """;

  private final TreeSet<Integer> columns = new TreeSet<>();
  private final TreeSet<Integer> rows = new TreeSet<>();
  private final StringBuilder statements = new StringBuilder();

  /** The flat index of the cell {@code di} steps along x and {@code dj} along y away. */
  String index(int di, int dj) {
    columns.add(di);
    rows.add(dj);
    return name("i", di) + " + " + name("r", dj);
  }

  private static String name(String stem, int offset) {
    return stem + (offset < 0 ? "m" + -offset : "p" + offset);
  }

  /** Adds a statement. */
  void add(String statement) {
    statements.append("  ").append(statement).append('\n');
  }

  /** The indices that were asked for and the statements, for a given i and j. */
  String body() {
    StringBuilder text = new StringBuilder();
    for (int di : columns) {
      text.append("  const int %s = %s;%n".formatted(name("i", di), neighbour("i", di)));
    }
    for (int dj : rows) {
      text.append(
          "  const long long %s = (long long)n * %s;%n"
              .formatted(name("r", dj), neighbour("j", dj)));
    }
    return text.append(statements).toString();
  }

  private static String neighbour(String coordinate, int offset) {
    return offset == 0 ? coordinate : "wrapped(%s + (%d), n)".formatted(coordinate, offset);
  }

  /** A kernel that has one thread for each cell; its first argument is {@code int n}. */
  String kernel(String name, List<String> furtherParameters) {
    List<String> parameters = new ArrayList<>(List.of("int n"));
    parameters.addAll(furtherParameters);
    return """
        extern "C" __global__ void __launch_bounds__(%d) %s(
            %s) {
          const int i = blockIdx.x * blockDim.x + threadIdx.x;
          const int j = blockIdx.y * blockDim.y + threadIdx.y;
          if (i >= n || j >= n) return;
          const long long cells = (long long)n * n;
        %s}
        """
        .formatted(DeviceKernels.BLOCK, name, String.join(",\n    ", parameters), body());
  }
}
