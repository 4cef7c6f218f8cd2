package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
  private static final String SHORT = "profile --backend scalar --n 4 --seconds 0.5 --out made ";

  @TempDir Path folder;

  @Test
  void sharesAddUpAndTheFlameGraphShowsTheGradient() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SHORT + "--json --quiet");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode report = new ObjectMapper().readTree(outcome.out());
    Set<String> names = new HashSet<>();
    double share = report.get("outside").get("share").asDouble();
    double former = Double.MAX_VALUE;
    for (JsonNode kernel : report.get("kernels")) {
      names.add(kernel.get("name").asText());
      share += kernel.get("share").asDouble();
      double seconds = kernel.get("seconds").asDouble();
      assertTrue(seconds <= former && kernel.get("calls").asDouble() > 0, report::toString);
      former = seconds;
    }
    assertEquals(1, share, 1e-12);
    assertTrue(names.contains("f(u, p, t) (rhs)") && names.contains("LU factorisation of W"));
    assertTrue(report.get("recording").get("samples").asInt() > 0, report::toString);
    assertTrue(Files.size(folder.resolve("made/profile.jfr")) > 0);
    String page = Files.readString(folder.resolve("made/flamegraph.html"));
    assertTrue(page.contains("GaussAdjoint"), "a frame of the gradient");
  }

  @Test
  void theTableNamesKernelsAndWhatIsOutside() {
    Bench.Outcome outcome = new Bench(folder).line(SHORT + "--derivative dual");
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.out().contains("LU factorisation of W"), outcome::out);
    assertTrue(outcome.out().matches("(?s).*outside kernels +- +\\S+ +\\S+ %.*"), outcome::out);
    assertFalse(outcome.out().contains("vjp"), "derivatives are taken on the host");
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedFirst() {
    Bench bench = new Bench(folder).file("made", "a file");
    Bench.Outcome outcome = bench.line(SHORT);
    assertEquals(2, outcome.code());
    assertEquals(1, outcome.errorLines().size(), outcome::err);
    assertTrue(outcome.err().contains("--out"), outcome::err);
  }
}
