package org.stiffgrad.bench.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** An image of charts of equal size in rows and columns. */
final class Tiles {
  static {
    withoutDisplay();
  }

  private final BufferedImage image;
  private final int width;
  private final int height;

  /** Images need no display, and one that is set but cannot be reached must not matter. */
  static void withoutDisplay() {
    System.setProperty("java.awt.headless", "true");
  }

  /** An empty image for charts of a size in pixels. */
  Tiles(int rows, int columns, int width, int height) {
    this.width = width;
    this.height = height;
    image = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
  }

  void paint(int row, int column, Chart<?, ?> chart) {
    Graphics2D graphics =
        (Graphics2D) image.getGraphics().create(column * width, row * height, width, height);
    chart.paint(graphics, width, height);
    graphics.dispose();
  }

  /** Writes the image as PNG. */
  void write(OutputStream stream) throws IOException {
    write(image, stream);
  }

  /** Writes an image as PNG. */
  static void write(BufferedImage image, OutputStream stream) throws IOException {
    if (!ImageIO.write(image, "png", stream)) {
      throw new IOException("this Java cannot write PNG");
    }
  }
}
