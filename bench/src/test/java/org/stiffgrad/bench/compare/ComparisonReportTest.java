package org.stiffgrad.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.Kernel;

class ComparisonReportTest {
  /** A kernel of 8000 operations on 1000 bytes, on a core of 16 GFLOP/s and 1 GB/s. */
  private static final Yardstick YARDSTICK = new Yardstick(new KernelCost(8000, 1000), 16e9, 1e9);

  private static KernelRow row(String backend, double nanos, KernelRow... others) {
    return KernelRow.of(
        new Contestant(Kernel.GEMM, "64", backend),
        new BenchmarkRunner.Score(nanos, Double.NaN),
        YARDSTICK,
        List.of(others));
  }

  @Test
  void ratesAndRatiosFollowFromTimes() {
    KernelRow scalar = row("scalar", 8000);
    KernelRow openblas = row("openblas", 2000, scalar);
    KernelRow.Result simd = row("simd", 4000, scalar, openblas).result();
    assertNotNull(simd);
    assertEquals(2.0, simd.ratioToScalar());
    assertEquals(0.5, simd.ratioToOpenblas());
    assertNull(simd.errorNanoseconds());
    KernelRow.Rates rates = simd.rates();
    assertNotNull(rates);
    assertEquals(2, rates.gigaflopsPerSecond());
    assertEquals(0.25, rates.gigabytesPerSecond());
    /* 500 ns to compute, 1000 ns to move: moving bounds it. */
    assertEquals(0.25, rates.rooflineShare(), 1e-15);
    assertEquals(1.0, scalar.result() == null ? null : scalar.result().ratioToScalar());
  }

  @Test
  void rowsHaveAllColumns() {
    KernelRow none = KernelRow.none(new Contestant(Kernel.LU, "8", "simd"), "It | failed.");
    for (KernelRow row : List.of(none, row("scalar", 8000))) {
      assertEquals(KernelRow.columns().length, row.cells().size());
    }
    ComparisonReport report = new ComparisonReport("# Heading\n");
    report.add(row("scalar", 8000));
    report.add(none);
    report.add(FigureRow.of("a", 2, true, 1.5).ofParts(1e-3, 2e-3, FigureRow.Unit.SECONDS));
    report.add(FigureRow.none("b", false, 0, "Not | here."));
    List<String> rows = report.markdown().lines().filter(line -> line.startsWith("| ")).toList();
    assertEquals(8, rows.size(), rows::toString);
    assertEquals("| a | 2 | >= 1.5 | yes | - | 1.00 ms | 2.00 ms |", rows.get(2));
    assertEquals("| b | none (1) | <= 0 | - | - | - | - |", rows.get(3));
    assertEquals("| gemm | 64 | scalar | 8000 | - | 1.00 | - | 1.00 | 0.13 | 13 % |", rows.get(6));
    assertEquals("| lu | 8 | simd | none (1) | - | - | - | - | - | - |", rows.get(7));
    assertTrue(report.markdown().contains("(1) It \\| failed."), report::markdown);
    assertTrue(report.text().contains("(1) Not | here."), report::text);
  }

  @Test
  void figuresAreOfTheBestTimes() {
    Duel duel = new Duel(new double[] {4, 2}, new double[] {4, 3}, new double[] {16, 0});
    Contestant a = new Contestant(Kernel.GEMM, "64", "simd");
    Contestant b = new Contestant(Kernel.GEMM, "64", "openblas");
    FigureRow speed = new Figure(a, b, Figure.Measure.SPEED, 0.98).row(duel);
    assertEquals(1.5, speed.value());
    assertEquals(List.of(1.0, 1.5), Arrays.asList(speed.least(), speed.greatest()));
    assertEquals(true, speed.met());
    FigureRow time = new Figure(a, b, Figure.Measure.TIME, 0.5).row(duel);
    assertEquals(2.0 / 3, time.value());
    assertEquals(false, time.met());
    assertEquals(List.of(1 / 1.5, 1.0), Arrays.asList(time.least(), time.greatest()));
    FigureRow bytes = new Figure(a, a, Figure.Measure.ALLOCATION, 0).row(duel);
    assertEquals(0.0, bytes.value());
    assertEquals(true, bytes.met());
    assertEquals("gemm 64, simd: times as fast as openblas", speed.figure());
  }

  @Test
  void everyFigureHasARowOfItsOwn() throws IOException {
    List<Figure> figures = Figure.of("simd");
    assertEquals(
        figures.size(), figures.stream().map(Figure::question).distinct().count(), "questions");
    ComparisonReport report = new ComparisonReport("");
    figures.forEach(figure -> report.add(figure.none("not measured")));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    report.writeFigures(stream);
    List<String> lines = stream.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(figures.size() + 1, lines.size());
    assertTrue(lines.get(1).startsWith("\"gemm 32, simd: times as fast as openblas\",,0.98,true,"));
  }

  @Test
  void thePlotHasAChartForEachKernel() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    KernelRow step =
        KernelRow.of(
            new Contestant(Kernel.STEP, "5", "scalar"),
            new BenchmarkRunner.Score(1000, 1),
            new Yardstick(null, Double.NaN, Double.NaN),
            List.of());
    KernelRow none = KernelRow.none(new Contestant(Kernel.LU, "8", "simd"), "failed");
    ComparisonPlot.write(stream, List.of(row("scalar", 8000), row("simd", 4000), step, none));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(stream.toByteArray()));
    assertEquals(1280, image.getWidth(), "two charts side by side");
    assertEquals(360, image.getHeight());
  }
}
