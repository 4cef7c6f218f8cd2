package org.stiffgrad.bench.jmh;

import java.util.Arrays;
import java.util.List;
import org.stiffgrad.naming.Names;

/**
 * A kernel at a size on a backend, as text {@code kernel:size:backend}.
 *
 * @param backend the name of an available backend
 */
public record Contestant(Kernel kernel, String size, String backend) {
  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException if it is not of that form, or there is no such kernel
   */
  static Contestant of(String text) {
    List<String> parts = List.of(text.split(":", -1));
    if (parts.size() != 3) {
      throw new IllegalArgumentException(
          "'%s' is not of the form kernel:size:backend, as gemm:64:simd is.".formatted(text));
    }
    Kernel kernel =
        Names.find("kernel", parts.get(0), Arrays.asList(Kernel.values()), Kernel::toString);
    return new Contestant(kernel, parts.get(1), parts.get(2));
  }

  @Override
  public String toString() {
    return kernel + ":" + size + ":" + backend;
  }
}
