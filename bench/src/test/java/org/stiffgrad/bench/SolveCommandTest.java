package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Models;
import org.stiffgrad.model.StencilModel;

class SolveCommandTest {
  private static final String SCALAR = "solve --backend scalar --n 3 --times 0,0.5,1 ";

  @TempDir Path folder;

  @Test
  void csvHoldsEveryValueWithItsPlace() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--out s.csv");
    assertEquals(0, outcome.code(), outcome::err);
    List<String> lines = Files.readAllLines(folder.resolve("s.csv"));
    assertEquals("time,component,i,j,x,y,value", lines.get(0));
    assertEquals(1 + 3 * 2 * 9, lines.size());
    double[] initial = new Brusselator2d().initialState(new Grid(3));
    String[] cells = lines.get(1 + 9 + 1 + 3 * 2).split(",");
    assertEquals(List.of("0.0", "v", "1", "2", "0.5", "1.0"), Arrays.asList(cells).subList(0, 6));
    assertEquals(initial[9 + 1 + 3 * 2], Double.parseDouble(cells[6]));
  }

  @Test
  void npyHoldsTheSameValues() throws IOException {
    Bench bench = new Bench(folder);
    assertEquals(0, bench.line(SCALAR + "--out s.npy").code());
    assertEquals(0, bench.line(SCALAR + "--out s.csv").code());
    double[] fromCsv =
        Files.readAllLines(folder.resolve("s.csv")).stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
            .toArray();
    assertArrayEquals(fromCsv, NumberFile.read(folder.resolve("s.npy")));
  }

  @Test
  void plotHasAHeatMapForEachComponentAndTime() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--plot s.png");
    assertEquals(0, outcome.code(), outcome::err);
    var image = ImageIO.read(folder.resolve("s.png").toFile());
    assertEquals(0, image.getHeight() % 3);
    assertTrue(image.getWidth() > 500);
  }

  private static final String PLAIN = "solve --backend scalar --model lotka-volterra --tspan 0,2 ";

  @Test
  void plainSystemHasColumnsInPlaceOfFields() throws IOException {
    Bench bench = new Bench(folder);
    Bench.Outcome outcome = bench.line(PLAIN + "--times 0,1,2 --out s.csv");
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.out().contains("value"), outcome::out);
    List<String> lines = Files.readAllLines(folder.resolve("s.csv"));
    StencilModel model = Models.named("lotka-volterra");
    assertEquals("time,copy," + String.join(",", model.components()), lines.get(0));
    assertEquals(1 + 3, lines.size());
    double[] initial = model.initialState(new Grid(1));
    String[] cells = lines.get(1).split(",");
    assertEquals(initial[1], Double.parseDouble(cells[3]));
    assertEquals(0, bench.line(PLAIN + "--times 0,1,2 --n 2 --out copies.csv").code());
    assertEquals(1 + 3 * 4, Files.readAllLines(folder.resolve("copies.csv")).size());
  }

  @Test
  void plainSystemAsAnArrayIsDataOfALoss() throws IOException {
    Bench bench = new Bench(folder);
    String tight = " --abstol 1e-9 --reltol 1e-9";
    assertEquals(0, bench.line(PLAIN + "--times 1,2 --out s.npy" + tight).code());
    assertEquals(2 * 2, NumberFile.read(folder.resolve("s.npy")).length);
    Bench.Outcome outcome =
        bench.line(
            "gradient --backend scalar --model lotka-volterra --tspan 0,2 --loss-times 1,2 --data s.npy --json --quiet"
                + tight);
    /* A loss integrates onto its times, solve interpolates: 4 numbers apart by 1e-7 at most. */
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertTrue(json.get("loss").asDouble() < 4 * 1e-14, outcome::out);
  }

  @Test
  void plotOfAPlainSystemHasACurveForEachComponent() throws IOException {
    assertEquals(0, new Bench(folder).line(PLAIN + "--plot s.png").code());
    var image = ImageIO.read(folder.resolve("s.png").toFile());
    assertEquals(0, image.getHeight() % 2);
    int blue = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        int rgb = image.getRGB(x, y) & 0xffffff;
        blue += (rgb & 0xff) > (rgb >> 16) + 0x40 ? 1 : 0;
      }
    }
    /* Two curves across most of the width, in the first colour of series. */
    assertTrue(blue > image.getWidth(), "pixels of curves: " + blue);
  }
}
