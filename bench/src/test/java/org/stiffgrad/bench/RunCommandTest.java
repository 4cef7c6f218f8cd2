package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final String SCALAR = "--backend scalar --repeat 1 ";

  @TempDir Path folder;

  @Test
  void withoutACommandTheExperimentRuns() throws IOException {
    Bench.Outcome outcome =
        new Bench(folder)
            .line(SCALAR + "--json --sizes 2,3 --methods gauss-adjoint,finite-differences --out r");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode cases = new ObjectMapper().readTree(outcome.out()).get("cases");
    assertEquals(4, cases.size());
    for (JsonNode row : cases) {
      assertTrue(row.get("relativeGradientError").asDouble() < 1e-2, row::toString);
      assertEquals(
          row.get("publishedSeconds").asDouble() / row.get("medianSeconds").asDouble(),
          row.get("ratio").asDouble());
    }
    assertEquals(
        "numerical-differentiation (ad-choice)", cases.get(1).get("publishedRow").asText());
    List<String> lines = Files.readAllLines(folder.resolve("r/results.csv"));
    assertEquals(5, lines.size());
    assertTrue(lines.get(1).startsWith("2,16,gauss-adjoint,scalar,"), lines::toString);
  }

  @Test
  void sizeThatIsNotPublishedHasNoRatio() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--json --sizes 11 --out r");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode row = new ObjectMapper().readTree(outcome.out()).get("cases").get(0);
    assertTrue(!row.has("ratio") && !row.has("publishedSeconds"), row::toString);
    assertTrue(Files.readAllLines(folder.resolve("r/results.csv")).get(1).endsWith(",,,"));
  }

  @Test
  void folderWithResultsIsRefusedAndKept() throws IOException {
    Files.createDirectory(folder.resolve("r"));
    new Bench(folder.resolve("r")).file("results.csv", "mine");
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--sizes 2 --out r");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("holds results.csv already"), outcome::err);
    assertEquals("mine", Files.readString(folder.resolve("r/results.csv")));
  }

  @Test
  void folderThatCannotBeCreatedIsRefused() {
    Bench bench = new Bench(folder).file("file", "");
    Bench.Outcome outcome = bench.line(SCALAR + "--sizes 2 --out file/r");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("cannot be written"), outcome::err);
  }

  @Test
  void settingsOfOtherCommandsAreSaidToBeUnused() {
    Bench bench = new Bench(folder).file("stiffgrad.conf", "solver.abstol = 1e-3\n");
    Bench.Outcome outcome = bench.line(SCALAR + "--sizes 2 --out r");
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.err().contains("not used here: solver.abstol."), outcome::err);
  }

  @Test
  void fastestPublishedRowIsTaken() {
    PublishedTimes published = PublishedTimes.load();
    assertEquals(0.00155588, published.fastest("gauss-adjoint", 2).orElseThrow().seconds());
    assertEquals(
        new PublishedTimes.Figure(2.020713371, "GaussAdjoint/enzyme-vjp (vjp-choice)"),
        published.fastest("gauss-adjoint", 17).orElseThrow());
    assertTrue(published.fastest("finite-differences", 17).isEmpty());
  }
}
