package org.stiffgrad.bench.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringEscapeUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, loaded from its file. A machine without one fails this test. */
@EnabledOnOs(OS.LINUX)
class PageTest {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static final Pattern FINDINGS =
      Pattern.compile("<pre id=\"findings\">(.*?)</pre>", Pattern.DOTALL);

  /** Clicks every column heading twice and says what the page then is like. */
  private static final String PROBE =
      """
      <pre id="findings"></pre>
      <script>
      const findings = {width: innerWidth, scrollWidth: document.documentElement.scrollWidth, plots: [], columns: []};
      for (const svg of document.querySelectorAll("figure svg")) {
        const box = svg.getBoundingClientRect();
        const style = getComputedStyle(svg.querySelector("text"));
        findings.plots.push({title: svg.getAttribute("aria-label"), width: box.width, height: box.height,
          ink: style.fill, curves: svg.querySelectorAll("path, line").length});
      }
      for (const button of document.querySelectorAll("th button")) {
        const header = button.closest("th");
        const body = header.closest("table").tBodies[0];
        const column = {title: button.textContent, numeric: !header.classList.contains("text"), orders: []};
        for (let click = 0; click < 2; click++) {
          button.click();
          column.orders.push({sort: header.getAttribute("aria-sort"), rows: body.rows.length,
            values: [...body.rows].map((row) => {
              const cell = row.cells[header.cellIndex];
              return cell.dataset.value ?? cell.textContent;
            })});
        }
        findings.columns.push(column);
      }
      const colors = getComputedStyle(document.body);
      findings.text = colors.color;
      findings.background = colors.backgroundColor;
      document.getElementById("findings").textContent = JSON.stringify(findings);
      </script>
      """;

  @TempDir Path folder;
  private Path page;

  @BeforeEach
  void writePage() throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<CaseKey, CaseResult> results = new HashMap<>();
    for (Section section : Section.values()) {
      for (int n = 2; n < 12; n++) {
        CaseKey key =
            new CaseKey(
                section == Section.MEMORY || section == Section.COLD
                    ? CaseKey.Kind.FRESH
                    : CaseKey.Kind.WARM,
                n,
                "gauss-adjoint",
                n % 2 == 0 ? "symbolic" : "dual",
                "scalar",
                1e-5,
                section == Section.WORK_PRECISION ? Math.pow(10, -n) : 1e-7);
        rows.add(new Row(section, "GaussAdjoint/<" + n % 2 + ">", key, n == 5 ? null : 0.3 * n));
        results.put(key, result(key));
      }
    }
    Setup setup =
        new Setup(
            "1",
            "abc",
            "a processor",
            2,
            1L << 30,
            "an OS",
            "a JVM",
            List.of(),
            Map.of(),
            Map.of());
    Choices choices =
        new Choices(
            Section.words(), "--full", List.of(2), List.of(2), List.of(), "scalar", 1, 1, 3, 120);
    Report report =
        new Report(
            new Journal.Heading(1, "2026-01-01 00:00", setup, choices),
            rows,
            List.of(new Absence(Section.VJP_CHOICE, "bytecode", "There is none.")),
            results);
    report.write(folder);
    page = folder.resolve("index.html");
  }

  private static CaseResult result(CaseKey key) {
    if (key.n() == 7) {
      return new CaseResult(key, "now", null, CaseResult.OVER_LIMIT + " of 1 seconds.");
    }
    double seconds = 1e-4 * Math.pow(key.n(), 3) * (1 + key.n() % 3);
    CaseResult.FreshProcess fresh =
        key.kind() == CaseKey.Kind.WARM
            ? null
            : new CaseResult.FreshProcess(
                1.5,
                0.5 * key.n(),
                100L << 20,
                (100L + key.n()) << 20,
                200L << 20,
                1L << 20,
                2L << 20);
    return new CaseResult(
        key,
        "now",
        new CaseResult.Measurement(
            seconds, 0.9 * seconds, 2 * seconds, 3, 1e-3 * key.reltol(), 40, 30, 1L << 20, fresh),
        null);
  }

  private static String browser() {
    return BROWSERS.stream()
        .filter(
            name ->
                List.of(System.getenv("PATH").split(":")).stream()
                    .anyMatch(place -> Files.isExecutable(Path.of(place, name))))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "The page is tested in a browser, and none of %s is on the PATH; install the package chromium."
                        .formatted(BROWSERS)));
  }

  /** What the probe finds in a window of a size; the browser must not have complained. */
  private JsonNode findings(int width, int height, String... flags) throws Exception {
    Path probed = folder.resolve("probed.html");
    Files.writeString(probed, Files.readString(page).replace("</body>", PROBE + "</body>"));
    List<String> command =
        new ArrayList<>(
            List.of(
                browser(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--window-size=%d,%d".formatted(width, height)));
    command.addAll(List.of(flags));
    command.add("--dump-dom");
    command.add(probed.toUri().toString());
    Path out = folder.resolve("dom");
    Path err = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser did not end");
    String log = Files.readString(err, StandardCharsets.ISO_8859_1);
    assertTrue(log.lines().noneMatch(line -> line.contains("CONSOLE")), log);
    Matcher matcher = FINDINGS.matcher(Files.readString(out));
    assertTrue(matcher.find(), log);
    return new ObjectMapper().readTree(StringEscapeUtils.unescapeHtml4(matcher.group(1)));
  }

  @Test
  void theProbeSeesErrors() throws Exception {
    Files.writeString(
        page,
        Files.readString(page).replace("\"use strict\";", "\"use strict\"; undefinedName();"));
    AssertionError error = assertThrows(AssertionError.class, () -> findings(1280, 900));
    assertTrue(String.valueOf(error.getMessage()).contains("undefinedName"), error::getMessage);
  }

  @Test
  void everyColumnSortsBothWays() throws Exception {
    JsonNode columns = findings(1280, 900).get("columns");
    assertTrue(columns.size() > 50, columns::toString);
    for (JsonNode column : columns) {
      for (int click = 0; click < 2; click++) {
        JsonNode order = column.get("orders").get(click);
        assertEquals(click == 0 ? "ascending" : "descending", order.get("sort").asText());
        assertEquals(10, order.get("rows").asInt());
        List<String> values = new ArrayList<>();
        order.get("values").forEach(value -> values.add(value.asText()));
        assertOrdered(values, column.get("numeric").asBoolean(), click == 0 ? 1 : -1);
      }
    }
  }

  private static void assertOrdered(List<String> values, boolean numeric, int sign) {
    for (int k = 1; k < values.size(); k++) {
      String one = values.get(k - 1);
      String next = values.get(k);
      assertTrue(!one.isEmpty() || next.isEmpty(), () -> "empty cells are not last: " + values);
      if (!next.isEmpty()) {
        int order =
            numeric
                ? Double.compare(Double.parseDouble(one), Double.parseDouble(next))
                : one.compareTo(next);
        assertTrue(sign * order <= 0, () -> "not in order: " + values);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1280,900", "500,800"})
  void plotsAreSeenAndThePageNeverScrollsSideways(int width, int height) throws Exception {
    JsonNode findings = findings(width, height);
    assertTrue(
        findings.get("scrollWidth").asInt() <= findings.get("width").asInt(), findings::toString);
    JsonNode plots = findings.get("plots");
    assertEquals(5, plots.size(), plots::toString);
    for (JsonNode plot : plots) {
      assertTrue(plot.get("width").asDouble() > 400, plot::toString);
      assertTrue(plot.get("height").asDouble() > 200, plot::toString);
      assertTrue(plot.get("curves").asInt() > 20, plot::toString);
    }
  }

  @Test
  void darkModeTurnsPageAndPlots() throws Exception {
    JsonNode light = findings(1280, 900, "--blink-settings=preferredColorScheme=1");
    JsonNode dark = findings(1280, 900, "--blink-settings=preferredColorScheme=0");
    assertEquals("rgb(255, 255, 255)", light.get("background").asText());
    assertEquals("rgb(21, 24, 27)", dark.get("background").asText());
    for (JsonNode findings : List.of(light, dark)) {
      findings
          .get("plots")
          .forEach(plot -> assertEquals(findings.get("text").asText(), plot.get("ink").asText()));
    }
  }
}
