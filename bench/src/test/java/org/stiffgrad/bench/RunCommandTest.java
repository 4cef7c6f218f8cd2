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
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.bench.report.Footnotes;

class RunCommandTest {
  private static final String SCALAR = "--backend scalar --repeat 1 --budget-seconds 0.1 ";

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
      assertTrue(row.get("forwardSteps").asInt() > 0, row::toString);
      assertTrue(row.get("countedBytes").asLong() > 0, row::toString);
      assertEquals(
          row.get("publishedSeconds").asDouble() / row.get("medianSeconds").asDouble(),
          row.get("ratio").asDouble());
    }
    assertEquals(
        "numerical-differentiation (ad-choice)", cases.get(1).get("publishedRow").asText());
    List<String> lines = Files.readAllLines(folder.resolve("r/results.csv"));
    assertEquals(5, lines.size());
    assertTrue(lines.get(1).startsWith("2,16,gauss-adjoint,symbolic,scalar,"), lines::toString);
  }

  @Test
  void sizeThatIsNotPublishedHasNoRatio() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--json --sizes 11 --out r");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode row = new ObjectMapper().readTree(outcome.out()).get("cases").get(0);
    assertTrue(!row.has("ratio") && !row.has("publishedSeconds"), row::toString);
    assertTrue(Files.readAllLines(folder.resolve("r/results.csv")).get(1).endsWith(",,,,"));
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
    assertEquals(0.00155588, published.fastest("gauss-adjoint", "dual", 2).orElseThrow().seconds());
    PublishedTimes.Figure figure = published.fastest("gauss-adjoint", "symbolic", 17).orElseThrow();
    assertEquals(2.020713371, figure.seconds());
    assertEquals("GaussAdjoint/enzyme-vjp (vjp-choice)", figure.place());
    assertTrue(published.fastest("finite-differences", "symbolic", 17).isEmpty());
  }

  @Test
  void everyPublishedFigureBelongsToAMethodAndASource() {
    List<PublishedTimes.Figure> figures = PublishedTimes.load().figures();
    assertEquals(333, figures.size());
    /* Rows of the two tables for each source: 2 + 4 of the four adjoints among them. */
    Map<String, Long> rows =
        figures.stream()
            .filter(figure -> figure.n() == 2)
            .collect(
                Collectors.groupingBy(PublishedTimes.Figure::derivative, Collectors.counting()));
    assertEquals(
        Map.of("symbolic", 14L, "user", 2L, "dual", 4L, "tape", 4L, "compiled-tape", 4L), rows);
  }

  @Test
  void everyPublishedFigureOfACaseIsCompared() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--json --sizes 2 --out r");
    JsonNode document = new ObjectMapper().readTree(outcome.out());
    JsonNode summary = document.get("published");
    assertEquals(333, summary.get("figures").asInt());
    /* EnzymeVJP in both tables and MooncakeVJP. */
    assertEquals(3, summary.get("covered").asInt());
    double seconds = document.get("cases").get(0).get("medianSeconds").asDouble();
    List<double[]> ratios =
        Files.readAllLines(folder.resolve("r/published.csv")).stream()
            .skip(1)
            .filter(line -> !line.endsWith(",,"))
            .map(line -> line.split(","))
            .map(cells -> new double[] {Double.parseDouble(cells[5]), Double.parseDouble(cells[7])})
            .toList();
    assertEquals(3, ratios.size());
    for (double[] ratio : ratios) {
      assertEquals(ratio[0] / seconds, ratio[1], 1e-12 * ratio[1], "rounding");
    }
    double product = ratios.stream().mapToDouble(ratio -> ratio[1]).reduce(1, (a, b) -> a * b);
    assertEquals(Math.cbrt(product), summary.get("geometricMeanRatio").asDouble(), 1e-12 * product);
    assertEquals(
        ratios.stream().mapToDouble(ratio -> ratio[1]).min().orElseThrow(),
        summary.get("leastRatio").asDouble());
    assertEquals(334, Files.readAllLines(folder.resolve("r/published.csv")).size());
  }

  @Test
  void markdownTableHasEveryCaseOfASize() throws IOException {
    Bench.Outcome outcome =
        new Bench(folder)
            .line(
                SCALAR
                    + "--quiet --sizes 2 --adjoint-sizes 3 --methods gauss-adjoint,finite-differences --derivatives symbolic,user --out r");
    assertEquals(0, outcome.code(), outcome::err);
    List<String> lines = Files.readAllLines(folder.resolve("r/table.md"));
    List<String> rows = lines.stream().filter(line -> line.startsWith("| ")).toList();
    assertEquals(7, rows.size(), rows::toString);
    assertEquals("| method | symbolic | user |", rows.get(0));
    assertTrue(rows.get(3).startsWith("| finite-differences | "), rows::toString);
    assertTrue(
        rows.get(2)
            .matches("\\| gauss-adjoint( \\| \\S+ / \\S+ s / \\d+ \\+ \\d+ / \\d+ B){2} \\|"),
        rows::toString);
    assertTrue(lines.contains("## N = 3"), lines::toString);
    assertTrue(rows.get(6).startsWith("| gauss-adjoint | "), rows::toString);
  }

  @Test
  void caseWithoutAResultHasItsReasonInEveryTable() {
    GradientCase failed = new GradientCase(2, 16, "a", "b", null, "It is | refused.");
    assertEquals("It is | refused.", failed.cells("scalar").get(GradientCase.COLUMNS.length - 1));
    assertEquals(GradientCase.COLUMNS.length, failed.cells("scalar").size());
    Footnotes reasons = new Footnotes();
    assertEquals("none (1)", failed.texts(reasons)[GradientCase.TITLES.length - 1]);
    assertEquals("(1) It is | refused.\n", reasons.text());
    String table =
        new ResultTable(
                List.of(
                    new ExperimentPlan.Place(2, "a", "b"), new ExperimentPlan.Place(2, "a", "c")),
                List.of(failed))
            .markdown("");
    assertTrue(table.contains("| a | none (1) | none (2) |"), table);
    assertTrue(table.contains("1. It is \\| refused.\n2. it was not run"), table);
  }

  @Test
  void refusedCaseHasItsReasonAndOthersGoOn() throws IOException {
    String refused = SCALAR + "--json --sizes 2 --memory-budget 1 --methods gauss-adjoint";
    Bench.Outcome outcome = new Bench(folder).line(refused + ",finite-differences --out r");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode cases = new ObjectMapper().readTree(outcome.out()).get("cases");
    assertTrue(cases.get(0).get("reason").asText().contains("1 bytes"), cases::toString);
    assertFalse(cases.get(0).has("medianSeconds"), cases::toString);
    assertTrue(cases.get(1).has("medianSeconds"), cases::toString);
    String table = Files.readString(folder.resolve("r/table.md"));
    assertTrue(table.contains("| gauss-adjoint | none (1) |"), table);
    assertTrue(table.contains("--memory-budget 1"), table);
    Bench.Outcome none = new Bench(folder).line(refused + " --out s");
    assertEquals(ExitCode.NO_RESULT.code(), none.code());
    assertTrue(none.err().contains("Error: No case has a result"), none::err);
  }

  @Test
  void aCallLongerThanTheBudgetIsTheResult() throws IOException {
    Bench.Outcome outcome =
        new Bench(folder).line("--backend scalar --json --sizes 2 --budget-seconds 1e-9 --out r");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode row = new ObjectMapper().readTree(outcome.out()).get("cases").get(0);
    assertEquals(1, row.get("repetitions").asInt());
    assertTrue(row.get("medianSeconds").asDouble() > 1e-9);
  }
}
