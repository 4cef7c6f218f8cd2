package org.stiffgrad.bench.report;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.stiffgrad.bench.settings.Numbers;

/** An image of fields over a grid: a row for each time, a column for each component. */
public final class HeatMaps {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 440;

  /** The most heat maps in one image; more would need an image of more than a few 100 MB. */
  public static final int MOST = 200;

  /** Dark to light, monotone in lightness, so that it survives printing in grey. */
  private static final Color[] COLORS = {
    new Color(0x440154),
    new Color(0x3b528b),
    new Color(0x21918c),
    new Color(0x5ec962),
    new Color(0xfde725)
  };

  private HeatMaps() {}

  /**
   * Draws a PNG.
   *
   * @param states one state per time, field by field, i fastest
   * @param n the side of the grid
   */
  public static void write(
      OutputStream stream, List<String> components, double[] times, double[][] states, int n)
      throws IOException {
    Tiles tiles = new Tiles(times.length, components.size(), WIDTH, HEIGHT);
    for (int row = 0; row < times.length; row++) {
      for (int k = 0; k < components.size(); k++) {
        String title = components.get(k) + " at t = " + Numbers.shortText(times[row]);
        tiles.paint(row, k, chart(title, states[row], k * n * n, n));
      }
    }
    tiles.write(stream);
  }

  private static HeatMapChart chart(String title, double[] state, int offset, int n) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("i (x)")
            .yAxisTitle("j (y)")
            .build();
    List<Number[]> values = new ArrayList<>(n * n);
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        double value = state[offset + i + n * j];
        values.add(new Number[] {i, j, value});
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    List<Integer> indices = IntStream.range(0, n).boxed().toList();
    chart.addSeries(title, indices, indices, values);
    Range range = Range.around(least, greatest);
    chart
        .getStyler()
        .setRangeColors(COLORS)
        .setMin(range.least())
        .setMax(range.greatest())
        .setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /** The values of the first and the last colour, rounded outwards to few digits. */
  record Range(double least, double greatest) {
    /** Smaller relative differences than this are not worth a colour. */
    private static final double FLAT = 1e-6;

    private static final int DIGITS = 3;

    static Range around(double least, double greatest) {
      double middle = (least + greatest) / 2;
      double half = Math.max((greatest - least) / 2, FLAT * Math.abs(middle));
      if (half == 0) {
        half = 1;
      }
      int scale = DIGITS - 1 - (int) Math.floor(Math.log10(2 * half));
      return new Range(
          BigDecimal.valueOf(middle - half).setScale(scale, RoundingMode.FLOOR).doubleValue(),
          BigDecimal.valueOf(middle + half).setScale(scale, RoundingMode.CEILING).doubleValue());
    }
  }
}
