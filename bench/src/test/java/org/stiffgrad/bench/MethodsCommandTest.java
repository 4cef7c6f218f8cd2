package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.tableau.Tableaus;

class MethodsCommandTest {
  private static final String SCALAR = "methods --backend scalar ";

  @TempDir Path folder;

  private JsonNode combinations(String words) throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + words + " --json --quiet");
    assertEquals(0, outcome.code(), outcome::err);
    return new ObjectMapper().readTree(outcome.out()).get("combinations");
  }

  @Test
  void everyCombinationIsValidOrHasAReason() throws IOException {
    JsonNode combinations = combinations("--model gray-scott2d");
    assertEquals(
        ProblemSettings.methodNames().size()
            * ProblemSettings.derivativeNames().size()
            * Tableaus.all().size(),
        combinations.size());
    for (JsonNode row : combinations) {
      assertEquals(row.get("valid").asBoolean(), !row.has("reason"), row::toString);
      assertEquals(
          row.get("solver").asText().equals("tsit5") ? "none" : "dense",
          row.get("linearSolver").asText());
      if (row.get("derivative").asText().equals("user")) {
        assertFalse(row.get("valid").asBoolean(), row::toString);
        assertTrue(row.get("reason").asText().contains("hand-written"), row::toString);
      } else if (row.get("derivative").asText().equals("symbolic")) {
        assertTrue(row.get("valid").asBoolean(), row::toString);
      }
    }
  }

  @Test
  void reasonsStandBelowTheTable() {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--model gray-scott2d");
    String text = outcome.out();
    assertTrue(text.matches("(?s).*gauss-adjoint +symbolic( +yes){4}.*"), text);
    assertTrue(
        text.matches("(?s).*gauss-adjoint +user( +\\(1\\)){4}.*\\(1\\) .*hand-written.*"), text);
  }
}
