package org.stiffgrad.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shortTaskShowsNoProgress() {
    try (Progress progress = new Progress(err, () -> true, false, "task", 1)) {
      progress.begin("part");
      progress.done();
    }
    assertEquals("", bytes.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,false", "false,true"})
  void longTaskShowsProgressUnlessQuiet(boolean terminal, boolean quiet)
      throws InterruptedException {
    try (Progress progress = new Progress(err, () -> terminal, quiet, "task", 3)) {
      progress.done();
      progress.begin("second part");
      Thread.sleep(3500);
      progress.done();
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (quiet) {
      assertEquals("", text);
    } else {
      assertTrue(text.contains("task") && text.contains("second part"), text);
      assertEquals(terminal, text.contains("\r"), text);
    }
  }

  @Test
  void tableAlignsItsColumns() {
    TextTable table = new TextTable("n", "seconds");
    table.add("10", "1");
    assertEquals(" n  seconds\n10        1\n", table.toString());
  }

  @ParameterizedTest
  @CsvSource({"0,2.75,0,2.75", "1.2344,1.5678,1.234,1.568", "-1,-1,-1.00000100,-0.999999"})
  void colourRangeIsRoundedOutwards(double least, double greatest, double from, double to) {
    HeatMaps.Range range = HeatMaps.Range.around(least, greatest);
    assertTrue(range.least() <= least && range.greatest() >= greatest, range::toString);
    assertEquals(from, range.least(), 1e-8);
    assertEquals(to, range.greatest(), 1e-8);
  }
}
