package org.stiffgrad.bench.report;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** An image of states over time: a chart for each component, in it a curve for each copy. */
public final class TimeSeries {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 300;

  /** So that the labels of ticks keep a distance, in pixels. */
  private static final int TICK_SPACING = 100;

  /** The most curves in one chart that the eye can follow. */
  public static final int MOST_CURVES = 16;

  private TimeSeries() {}

  /**
   * Draws a PNG.
   *
   * @param states one state per time, component by component
   */
  public static void write(
      OutputStream stream, List<String> components, double[] times, double[][] states)
      throws IOException {
    int rows = components.size();
    int copies = states[0].length / rows;
    Tiles tiles = new Tiles(rows, 1, WIDTH, HEIGHT);
    for (int k = 0; k < rows; k++) {
      tiles.paint(k, 0, chart(components.get(k), times, states, k * copies, copies));
    }
    tiles.write(stream);
  }

  private static XYChart chart(
      String component, double[] times, double[][] states, int offset, int copies) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("t")
            .yAxisTitle(component)
            .build();
    chart.getStyler().setLegendVisible(copies > 1).setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK_SPACING);
    for (int copy = 0; copy < copies; copy++) {
      double[] values = new double[times.length];
      for (int t = 0; t < times.length; t++) {
        values[t] = states[t][offset + copy];
      }
      XYSeries series = chart.addSeries("copy " + copy, times, values);
      series.setMarker(SeriesMarkers.NONE);
    }
    return chart;
  }
}
