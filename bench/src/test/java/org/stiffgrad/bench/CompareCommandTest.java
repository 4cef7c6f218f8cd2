package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.backend.Backends;

class CompareCommandTest {
  private static final String HERE =
      "compare --backend scalar --forks 0 --warm-up-seconds 1e-3 --iterations 1 --iteration-seconds 1e-3 --json --out r ";

  @TempDir Path folder;

  private JsonNode compare(String words) throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(HERE + words);
    assertEquals(0, outcome.code(), outcome::err);
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void everyAvailableBackendHasARowInEveryTable() throws IOException {
    JsonNode document = compare("--kernels norm --sizes 5 --no-figures");
    List<String> backends = ComparePlan.available(Backends.discover());
    JsonNode kernels = document.get("kernels");
    assertEquals(backends.size(), kernels.size());
    for (int k = 0; k < backends.size(); k++) {
      JsonNode row = kernels.get(k);
      assertEquals(backends.get(k), row.get("backend").asText());
      assertTrue(row.get("nanoseconds").asDouble() > 0, row::toString);
      assertEquals(
          kernels.get(0).get("nanoseconds").asDouble() / row.get("nanoseconds").asDouble(),
          row.get("ratioToScalar").asDouble());
      assertTrue(row.get("rooflineShare").asDouble() > 0, row::toString);
    }
    assertEquals(0, document.get("figures").size());
    assertTrue(
        document.get("command").asText().endsWith("--out r --backend scalar"),
        document::toPrettyString);
    List<String> lines = Files.readAllLines(folder.resolve("r/results.csv"));
    assertEquals(backends.size() + 1, lines.size());
    assertTrue(lines.get(1).startsWith("norm,5,scalar,"), lines::toString);
    String markdown = Files.readString(folder.resolve("r/table.md"));
    assertTrue(markdown.contains("| norm | 5 | scalar |"), markdown);
    assertFalse(markdown.contains(folder.toString()), markdown);
    assertTrue(Files.size(folder.resolve("r/kernels.png")) > 0);
  }

  @Test
  void figuresAreOfTheBackendThatIsNamed() throws IOException {
    JsonNode document = compare("--kernels jvp --sizes 17");
    JsonNode figure = document.get("figures").get(0);
    assertEquals("jvp 17, scalar: times as long as right-hand-side", figure.get("figure").asText());
    assertEquals(
        figure.get("measured").asDouble() / figure.get("reference").asDouble(),
        figure.get("value").asDouble(),
        1e-15 * figure.get("value").asDouble());
    assertEquals("SECONDS", figure.get("unit").asText());
    assertTrue(Files.readString(folder.resolve("r/figures.csv")).contains("jvp 17"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatDoesNotWorkHasItsReasonAndOthersGoOn() throws IOException {
    Path peer = folder.resolve("peer");
    Files.writeString(peer, "#!/bin/sh\necho nothing\n");
    assertTrue(peer.toFile().setExecutable(true));
    JsonNode figures = compare("--kernels gradient --sizes 2 --cvodes peer").get("figures");
    assertEquals(4, figures.size());
    assertTrue(figures.get(0).get("reason").asText().contains("no min_s=SECONDS"));
    assertTrue(figures.get(3).get("reason").asText().contains("in one jar file"));
    String markdown = Files.readString(folder.resolve("r/table.md"));
    assertTrue(markdown.contains("(1) ") && markdown.contains("(2) "), markdown);
  }

  @Test
  void failingCaseHasItsReason() throws IOException {
    Bench.Outcome outcome =
        new Bench(folder).line(HERE + "--kernels step --sizes 500 --no-figures");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("Error: No case and no figure has a result"), outcome::err);
    String table = Files.readString(folder.resolve("r/results.csv"));
    assertTrue(table.contains("step,500,scalar,,"), table);
    assertTrue(table.contains("500000 x 500000 matrix"), table);
  }

  @Test
  void helpOfJmhNamesNoOptionsOfThisProgram() {
    Bench.Outcome outcome = new Bench(folder).line("jmh --help");
    assertEquals(0, outcome.code());
    assertTrue(outcome.out().contains("jmh -h"), outcome::out);
    assertFalse(outcome.out().contains("--backend="), outcome::out);
  }
}
