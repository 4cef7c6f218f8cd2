package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stiffgrad.bench.settings.Key;

/** Every option reaches the methods that heed it. */
class MethodOptionTest {
  private static final String COMMAND = "gradient --backend scalar --n 2 --json --quiet --method ";

  @TempDir Path folder;

  private JsonNode gradient(String words) throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(COMMAND + words);
    assertEquals(0, outcome.code(), outcome::err);
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void everyOptionIsHeededByAMethodThatIsOffered() {
    Set<Key> heeded = new HashSet<>();
    ProblemSettings.methodNames().forEach(name -> heeded.addAll(MethodOption.keysOf(name)));
    assertEquals(Set.copyOf(MethodOption.keys()), heeded);
  }

  @ParameterizedTest
  @CsvSource({
    "forward-mode, --chunk 4, forward, rhs",
    "forward-mode, --error-norm values, forward, rhs",
    "forward-sensitivity, --error-norm values, forward, rhs",
    "forward-sensitivity, --products dense, memory, countedBytes",
    "reverse-mode, --no-keep-factors, reverse, factorizations",
    "reverse-mode, --memory-budget 4KiB, reverse, resolved",
    "gauss-adjoint, --memory-budget 1KiB, reverse, resolved",
    "interpolating-adjoint, --memory-budget 1KiB, reverse, resolved",
    "quadrature-adjoint, --memory-budget 1KiB, reverse, resolved",
    "gauss-kronrod-adjoint, --memory-budget 1KiB, reverse, resolved",
    "finite-differences, --extrapolate, forward, rhs",
  })
  void optionChangesTheWorkAndNotTheGradient(
      String method, String option, String part, String count) throws IOException {
    JsonNode without = gradient(method);
    JsonNode with = gradient(method + " " + option);
    assertTrue(
        with.get(part).get(count).asLong() != without.get(part).get(count).asLong(),
        with::toString);
    /* Steps of tolerance 1e-7, with or without the derivatives in their norm. */
    double norm = without.get("gradientNorm").asDouble();
    assertEquals(norm, with.get("gradientNorm").asDouble(), 1e-4 * norm);
  }
}
