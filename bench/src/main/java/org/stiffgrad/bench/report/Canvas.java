package org.stiffgrad.bench.report;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SVGIDGenerator;
import org.apache.commons.text.StringEscapeUtils;
import org.w3c.dom.Document;

/** Turns one and the same drawing into PNG and SVG. */
final class Canvas {
  static {
    Tiles.withoutDisplay();
  }

  private static final int RESOLUTION = 2;
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** Digits after the point of a coordinate in pixels. */
  private static final int DIGITS = 2;

  private Canvas() {}

  static void writePng(OutputStream stream, int width, int height, Consumer<Graphics2D> drawing)
      throws IOException {
    BufferedImage image =
        new BufferedImage(RESOLUTION * width, RESOLUTION * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(RESOLUTION, RESOLUTION);
    drawing.accept(graphics);
    graphics.dispose();
    Tiles.write(image, stream);
  }

  /** An SVG file. */
  static String svg(String title, int width, int height, Consumer<Graphics2D> drawing) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + svgElement("", title, width, height, drawing);
  }

  /**
   * An SVG element that takes the width of what it stands in.
   *
   * @param identifier what its identifiers begin with
   */
  static String svgElement(
      String identifier, String title, int width, int height, Consumer<Graphics2D> drawing) {
    SVGGraphics2D graphics = new SVGGraphics2D(context(identifier), false);
    graphics.setSVGCanvasSize(new Dimension(width, height));
    drawing.accept(graphics);
    StringWriter writer = new StringWriter();
    try {
      graphics.stream(writer, false);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException("A plot could not be written as SVG.", e);
    }
    String text = writer.toString();
    String escaped = StringEscapeUtils.escapeXml10(title);
    return text.substring(text.indexOf("<svg"))
        .replaceFirst(
            "<svg[^>]*>",
            "<svg xmlns=\"%s\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><title>%s</title>"
                .formatted(NAMESPACE, width, height, escaped, escaped));
  }

  private static SVGGeneratorContext context(String identifier) {
    Document document;
    try {
      document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("This Java has no XML.", e);
    }
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment(null);
    context.setPrecision(DIGITS);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return identifier + super.generateID(prefix);
          }
        });
    return context;
  }

  /** How a colour is written in SVG. */
  static String text(Color color) {
    return color.equals(Color.WHITE)
        ? "white"
        : "rgb(%d,%d,%d)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }
}
