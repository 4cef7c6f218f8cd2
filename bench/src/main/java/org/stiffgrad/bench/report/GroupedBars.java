package org.stiffgrad.bench.report;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler;

/** An image of bar charts, one below the other in two columns. */
public final class GroupedBars {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int COLUMNS = 2;

  private GroupedBars() {}

  /**
   * A chart: a group of bars for each category.
   *
   * @param bars values of each category by the name of the bar, null where there is none
   * @param bounds a value of each category that is drawn as a line across its bars, or empty
   * @param boundName what the line is
   */
  public record Group(
      String title,
      String yTitle,
      List<String> categories,
      Map<String, List<Double>> bars,
      List<Double> bounds,
      String boundName) {}

  /** Draws a PNG. */
  public static void write(OutputStream stream, List<Group> groups) throws IOException {
    int columns = Math.min(COLUMNS, groups.size());
    Tiles tiles = new Tiles((groups.size() + columns - 1) / columns, columns, WIDTH, HEIGHT);
    for (int k = 0; k < groups.size(); k++) {
      tiles.paint(k / columns, k % columns, chart(groups.get(k)));
    }
    tiles.write(stream);
  }

  private static CategoryChart chart(Group group) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(group.title())
            .yAxisTitle(group.yTitle())
            .build();
    chart
        .getStyler()
        .setLegendPosition(Styler.LegendPosition.OutsideE)
        .setChartBackgroundColor(Color.WHITE);
    group.bars().forEach((name, values) -> chart.addSeries(name, group.categories(), values));
    if (!group.bounds().isEmpty()) {
      chart
          .addSeries(group.boundName(), group.categories(), group.bounds())
          .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line)
          .setLineColor(Color.BLACK);
    }
    return chart;
  }
}
