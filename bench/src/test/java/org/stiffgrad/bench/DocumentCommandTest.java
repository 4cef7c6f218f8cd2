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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stiffgrad.bench.document.Journal;

@EnabledOnOs(value = OS.LINUX, disabledReason = "resident sets are read from /proc")
class DocumentCommandTest {
  private static final String SHORT = "document --backend scalar --repeat 1 --budget-seconds 0.02 ";

  @TempDir Path folder;

  private JsonNode run(String words) throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(words);
    assertEquals(0, outcome.code(), outcome::err);
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void everyTableAndPlotIsWritten() throws IOException {
    JsonNode document = run(SHORT + "--json --sizes 2 --out r");
    JsonNode summary = document.get("summary");
    assertEquals(
        summary.get("cases").asInt(), summary.get("measured").asInt(), document::toPrettyString);
    /* 12 rows of the first experiment, 16 of the second, 8 of memory. */
    assertEquals(12 + 16, summary.get("coveredTimes").asInt());
    assertEquals(8, summary.get("coveredMemory").asInt());
    for (JsonNode each : document.get("cases")) {
      double error = each.get("measurement").get("relativeGradientError").asDouble();
      assertTrue(error > 0 && error < 0.1, each::toString);
    }
    for (String plot :
        List.of(
            "sensitivity-scaling",
            "interpolating-adjoint-vjp-scaling",
            "quadrature-adjoint-vjp-scaling",
            "gauss-adjoint-vjp-scaling",
            "gauss-kronrod-adjoint-vjp-scaling",
            "memory",
            "work-precision",
            "backends")) {
      assertTrue(Files.size(folder.resolve("r/" + plot + ".png")) > 10_000, plot);
      assertTrue(Files.readString(folder.resolve("r/" + plot + ".svg")).contains("</svg"), plot);
    }
    List<String> lines = Files.readAllLines(folder.resolve("r/results.csv"));
    assertTrue(lines.get(0).startsWith("experiment,row,method,derivative,backend,process,n,"));
    assertTrue(lines.stream().anyMatch(line -> line.contains(AbsentBackendProvider.REASON)));
    String page = Files.readString(folder.resolve("r/index.html"));
    assertFalse(page.contains(folder.toString()), "the page names a folder of this machine");
    assertFalse(page.matches("(?s).*(src|href)=\"(?!#|data:).*"), "the page names another file");
  }

  @Test
  void finishedCasesAreNotMeasuredAgain() throws IOException {
    String gauss = SHORT + "--json --sizes 2 --experiments vjp-choice --methods gauss-adjoint";
    run(gauss + " --out r");
    Path journal = folder.resolve("r").resolve(Journal.NAME);
    String whole = Files.readString(journal);
    JsonNode again = run("document --json --resume r");
    assertEquals(whole, Files.readString(journal));
    assertEquals(3, again.get("cases").size());
    int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    Files.writeString(journal, whole.substring(0, last + 40));
    assertEquals(3, run("document --json --resume r").get("cases").size());
    String redone = Files.readString(journal);
    assertTrue(redone.startsWith(whole.substring(0, last)));
    assertEquals(whole.lines().count(), redone.lines().count());
  }

  @Test
  void caseOverTheLimitIsMarkedAndOthersGoOn() throws IOException {
    Bench.Outcome outcome =
        new Bench(folder)
            .line(
                "document --backend scalar --json --repeat 1000000 --budget-seconds 0.02 --limit-seconds 2 --sizes 2 --experiments vjp-choice --methods gauss-adjoint --out r");
    assertEquals(1, outcome.code(), outcome::err);
    JsonNode document = new ObjectMapper().readTree(outcome.out());
    assertEquals(3, document.get("summary").get("overLimit").asInt(), outcome::out);
    assertEquals(
        "It was ended at the limit of 2 seconds.",
        document.get("cases").get(0).get("reason").asText());
    assertTrue(Files.readString(folder.resolve("r/index.html")).contains(">over the limit</td>"));
  }

  @Test
  void memoryIsMeasuredByItself() throws IOException {
    JsonNode document =
        run("memory --backend scalar --json --sizes 2 --methods gauss-adjoint --out r");
    JsonNode fresh = document.get("cases").get(0).get("measurement").get("fresh");
    assertTrue(fresh.get("residentBefore").asLong() > 10_000_000, fresh::toString);
    assertTrue(
        fresh.get("residentPeak").asLong() >= fresh.get("residentAfter").asLong(), fresh::toString);
    assertTrue(fresh.get("firstSeconds").asDouble() < fresh.get("processSeconds").asDouble());
    assertTrue(Files.readString(folder.resolve("r/results.csv")).contains("52.2773"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          document --sizes 1                  | 2 | Option --sizes is '1'; expected whole numbers from 2 on
          document --sizes 2,2                | 2 | each size only once
          document --sizes 2,x                | 2 | whole numbers separated by commas
          document --sizes 99999              | 2 | expected a number from 1 to 46340
          document --quick --sizes 2          | 2 | both choose the sizes
          document --quick --full             | 2 | both choose the sizes
          document --experiments ad-choices   | 2 | did you mean ad-choice
          document --methods gaus-adjoint     | 2 | did you mean gauss-adjoint
          document --repeat 0                 | 2 | Option --repeat is '0'
          document --budget-seconds 0         | 2 | expected a positive number
          document --limit-seconds -1         | 2 | expected a positive number
          document --backend absent           | 3 | absent
          document --resume missing           | 2 | There is nothing to resume in
          document --resume file              | 2 | cannot be read and written
          document --resume file --sizes 2    | 2 | Option --sizes is '2', which would have no effect
          document --sizes 2 --out file/r     | 2 | cannot be written to
          document --sizes 2 --out file       | 2 | exists already
          memory --sizes 2 --methods tape     | 2 | expected one of
          memory --experiments memory         | 2 | it belongs to document
          """)
  void badInputIsRefused(String words, int code, String expected) {
    Bench bench = new Bench(folder).file("file", "x");
    Bench.Outcome outcome = bench.line(words);
    assertEquals(code, outcome.code(), outcome::toString);
    assertEquals(1, outcome.errorLines().size(), outcome::toString);
    assertTrue(outcome.err().contains(expected), outcome::err);
    assertEquals(List.of("file"), bench.names());
  }

  @Test
  void resumedRunKeepsItsBackend() throws IOException {
    run(SHORT + "--json --sizes 2 --experiments vjp-choice --methods gauss-adjoint --out r");
    Bench.Outcome outcome = new Bench(folder).line("document --resume r --backend simd");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("expected scalar, with which"), outcome::err);
  }
}
