package org.stiffgrad.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.stiffgrad.bench.settings.Numbers;

/**
 * Curves over logarithmic axes, each with its name beside its end, so that no legend is needed
 * where they crowd.
 */
public final class LogLogPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 520;
  private static final int NAMES_WIDTH = 270;

  /** What text and axes are drawn in. */
  private static final Color INK = new Color(0x22, 0x22, 0x22);

  private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
  private static final Color BACKGROUND = Color.WHITE;

  private static final int FONT_SIZE = 14;
  private static final int NAME_HEIGHT = 17;
  private static final int LEADER = 22;
  private static final int MARKER_SIZE = 8;
  private static final String REFERENCES = "dashed: published";
  private static final BasicStroke THIN = new BasicStroke(0.7f);
  private static final BasicStroke SOLID =
      new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0);

  /** Told apart by people of any colour vision (Okabe and Ito, Color Universal Design, 2008). */
  private static final Color[] COLORS = {
    new Color(0x0072b2),
    new Color(0xd55e00),
    new Color(0x009e73),
    new Color(0xcc79a7),
    new Color(0xe69f00),
    new Color(0x56b4e9),
    new Color(0x888888)
  };

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_DOWN,
    SeriesMarkers.CROSS,
    SeriesMarkers.TRAPEZOID
  };

  private static final double FEW_DECADES = 1e3;
  private static final double ROUNDING = 1e-6;

  /** With more curves than these only those have names that are no references. */
  private static final int MOST_NAMES = 14;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<Curve> curves;

  /**
   * A curve; points of which a coordinate is not positive are left out.
   *
   * @param name unique within the plot
   * @param color which colour, from 0 on; they repeat
   * @param marker which marker, from 0 on; they repeat
   * @param isReference whether it is something to compare with: dashed, without markers, and
   *     without a name where there are many
   */
  public record Curve(
      String name, double[] x, double[] y, int color, int marker, boolean isReference) {
    /** The curve without points that have no place, or of which the other axis has none. */
    private Curve drawable() {
      int[] kept =
          IntStream.range(0, x.length)
              .filter(k -> x[k] > 0 && y[k] > 0 && Double.isFinite(y[k]))
              .toArray();
      return new Curve(
          name,
          Arrays.stream(kept).mapToDouble(k -> x[k]).toArray(),
          Arrays.stream(kept).mapToDouble(k -> y[k]).toArray(),
          color,
          marker,
          isReference);
    }
  }

  /** Curves without any point that can be drawn are left out. */
  public LogLogPlot(String title, String xTitle, String yTitle, List<Curve> curves) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.curves =
        curves.stream().map(Curve::drawable).filter(curve -> curve.x().length > 0).toList();
  }

  /** What it shows. */
  public String title() {
    return title;
  }

  /** Whether nothing can be drawn. */
  public boolean isEmpty() {
    return curves.isEmpty();
  }

  /** Draws a PNG of twice the resolution. */
  public void writePng(OutputStream stream) throws IOException {
    Canvas.writePng(stream, WIDTH + NAMES_WIDTH, HEIGHT, this::paint);
  }

  /** An SVG file. */
  public String svg() {
    return Canvas.svg(title, WIDTH + NAMES_WIDTH, HEIGHT, this::paint);
  }

  /**
   * An SVG element for a page: text in the colour of the text around it, no background.
   *
   * @param identifier what tells its parts from those of other plots on the page
   */
  public String svgElement(String identifier) {
    return Canvas.svgElement(identifier, title, WIDTH + NAMES_WIDTH, HEIGHT, this::paint)
        .replace(Canvas.text(INK), "currentColor")
        .replace(Canvas.text(GRID), "var(--grid)")
        .replace("fill=\"%s\"".formatted(Canvas.text(BACKGROUND)), "fill=\"none\"");
  }

  private void paint(Graphics2D graphics) {
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, WIDTH + NAMES_WIDTH, HEIGHT);
    XYChart chart = chart();
    chart.paint((Graphics2D) graphics.create(), WIDTH, HEIGHT);
    paintNames(graphics, chart);
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart);
    for (Curve curve : curves) {
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      Color color = COLORS[curve.color() % COLORS.length];
      series.setLineColor(color);
      series.setLineStyle(curve.isReference() ? DASHED : SOLID);
      /* A line through one point would not be seen. */
      series.setMarker(
          !curve.isReference()
              ? MARKERS[curve.marker() % MARKERS.length]
              : curve.x().length > 1 ? SeriesMarkers.NONE : SeriesMarkers.PLUS);
      series.setMarkerColor(color);
    }
    return chart;
  }

  private void style(XYChart chart) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    double least = bound(curves.stream().flatMapToDouble(c -> Arrays.stream(c.x())), -1);
    double greatest = bound(curves.stream().flatMapToDouble(c -> Arrays.stream(c.x())), 1);
    boolean few = greatest / least < FEW_DECADES;
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setXAxisLogarithmicDecadeOnly(false)
        .setXAxisTickLabelsFormattingFunction(value -> tick(value, few))
        .setYAxisTickLabelsFormattingFunction(value -> tick(value, false))
        .setAxisTitleFont(font)
        .setAxisTickLabelsFont(font)
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(INK)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setXAxisMin(least)
        .setXAxisMax(greatest)
        .setYAxisMin(bound(curves.stream().flatMapToDouble(c -> Arrays.stream(c.y())), -1))
        .setYAxisMax(bound(curves.stream().flatMapToDouble(c -> Arrays.stream(c.y())), 1));
    chart
        .getStyler()
        .setMarkerSize(MARKER_SIZE)
        .setLegendVisible(false)
        .setChartTitleFont(font.deriveFont(Font.BOLD, FONT_SIZE + 2f))
        .setChartFontColor(INK)
        .setXAxisTitleColor(INK)
        .setYAxisTitleColor(INK)
        .setChartBackgroundColor(BACKGROUND)
        .setPlotBackgroundColor(BACKGROUND)
        .setChartTitleBoxBackgroundColor(BACKGROUND)
        .setPlotBorderColor(GRID)
        .setAntiAlias(true);
  }

  /** The least (-1) or greatest (1) of the values with some room beyond it. */
  private static double bound(DoubleStream values, int side) {
    double extreme = side < 0 ? values.min().orElse(1) : values.max().orElse(1);
    return extreme * Math.pow(1.3, side);
  }

  /**
   * The text at a tick; a blank at those between decades, where it would crowd.
   *
   * @param few whether twice and five times a power of ten have room
   */
  private static String tick(double value, boolean few) {
    double mantissa = value / Math.pow(10, Math.floor(Math.log10(value) + ROUNDING));
    boolean isShown =
        DoubleStream.of(1, few ? 2 : 1, few ? 5 : 1)
            .anyMatch(shown -> Math.abs(mantissa - shown) < ROUNDING);
    return isShown
        ? Numbers.shortText(Double.parseDouble(String.format(Locale.ROOT, "%.3g", value)))
        : " ";
  }

  /** A name and where it would stand if there were no others. */
  private record Name(Curve curve, double endX, double endY) {}

  /**
   * Each name at the height of its curve's rightmost point, moved down or up to leave others room.
   */
  private void paintNames(Graphics2D graphics, XYChart chart) {
    List<Name> names =
        curves.stream()
            .filter(curve -> !curve.isReference() || curves.size() <= MOST_NAMES)
            .map(curve -> name(curve, chart))
            .sorted(Comparator.comparingDouble(Name::endY))
            .toList();
    double[] heights = spread(names.stream().mapToDouble(Name::endY).toArray());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    for (int k = 0; k < heights.length; k++) {
      paintName(graphics, names.get(k), (int) Math.round(heights[k]));
    }
    if (curves.stream().anyMatch(Curve::isReference)) {
      graphics.setColor(INK);
      graphics.drawString(REFERENCES, WIDTH + LEADER, HEIGHT - FONT_SIZE / 2);
    }
  }

  private static void paintName(Graphics2D graphics, Name name, int y) {
    Curve curve = name.curve();
    int left = WIDTH + LEADER;
    graphics.setColor(COLORS[curve.color() % COLORS.length]);
    graphics.setStroke(THIN);
    graphics.drawLine((int) name.endX() + MARKER_SIZE, (int) name.endY(), WIDTH + LEADER / 2, y);
    if (curve.isReference()) {
      graphics.setStroke(DASHED);
      graphics.drawLine(WIDTH + LEADER / 2, y, left + MARKER_SIZE / 2, y);
    } else {
      MARKERS[curve.marker() % MARKERS.length].paint(graphics, left, y, MARKER_SIZE);
    }
    graphics.setColor(INK);
    graphics.drawString(curve.name(), left + MARKER_SIZE, y + FONT_SIZE / 3);
  }

  private static Name name(Curve curve, XYChart chart) {
    /* The one farthest to the right, beside which the names stand. */
    int last =
        IntStream.range(0, curve.x().length)
            .boxed()
            .max(Comparator.comparingDouble(k -> curve.x()[k]))
            .orElseThrow();
    return new Name(
        curve,
        chart.getScreenXFromChart(curve.x()[last]),
        chart.getScreenYFromChart(curve.y()[last]));
  }

  /** Ascending heights moved as far as needed to keep a distance, within the image. */
  private static double[] spread(double[] wanted) {
    double[] heights = wanted.clone();
    for (int k = 1; k < heights.length; k++) {
      heights[k] = Math.max(heights[k], heights[k - 1] + NAME_HEIGHT);
    }
    double limit = HEIGHT - 2.0 * NAME_HEIGHT;
    for (int k = heights.length - 1; k >= 0; k--) {
      heights[k] = Math.min(heights[k], limit);
      limit = heights[k] - NAME_HEIGHT;
    }
    return heights;
  }
}
