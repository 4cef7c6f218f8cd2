package org.stiffgrad.bench.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.stiffgrad.bench.report.Footnotes;
import org.stiffgrad.bench.report.TextTable;

/** What a comparison has found so far, as text, Markdown and CSV. */
public final class ComparisonReport {
  private static final String OF_KERNELS =
      """
      Kernels: each by JMH in JVMs of its own, by the clock; +- is half the 99.9 % confidence interval. Ratios are of times,
      above 1 the backend is the faster one; they are of separate JVMs, so that small differences mean nothing. Operations and
      bytes are those that the kernel's definition asks for, each element read once and written once. OpenBLAS gets the arrays
      as they are, without the copies that its backend makes for long calls. Roofline: the least time
      that these take, by the peak of fused multiply-adds in registers or by the bandwidth of a triad of the kernel's footprint
      (rounded up to 16 KiB times a power of four), in percent of the time taken; each is measured once in the run.
      """;

  private static final String OF_FIGURES =
      """
      Figures: two kernels by turns in one JVM, the best time of each by the processor's clock. Kernels on several
      threads and gradients are timed by the clock, CVODES in a process of its own by turns with them. Range: the value in single iterations.
      """;

  private final String heading;
  private final List<KernelRow> kernels = new ArrayList<>();
  private final List<FigureRow> figures = new ArrayList<>();

  /** A table with what explains it and the reasons for what it lacks. */
  private record Section(
      String title, String explanation, List<List<String>> rows, List<String> reasons) {
    String text() {
      TextTable table = new TextTable(rows.get(0).toArray(String[]::new));
      rows.stream().skip(1).forEach(row -> table.add(row.toArray(String[]::new)));
      return explanation + "\n" + table + String.join("", reasons);
    }

    String markdown() {
      StringBuilder text = new StringBuilder("## " + title + "\n\n" + explanation + "\n");
      text.append(line(rows.get(0))).append(line(Collections.nCopies(rows.get(0).size(), "---")));
      rows.stream().skip(1).forEach(row -> text.append(line(row)));
      reasons.forEach(reason -> text.append('\n').append(escaped(reason)));
      return text.toString();
    }

    private static String line(List<String> cells) {
      return "| " + String.join(" | ", cells.stream().map(Section::escaped).toList()) + " |\n";
    }

    private static String escaped(String text) {
      return text.replace("|", "\\|");
    }
  }

  /**
   * @param heading when, where and how, in Markdown
   */
  public ComparisonReport(String heading) {
    this.heading = heading;
  }

  /** Adds a kernel's row. */
  public void add(KernelRow row) {
    kernels.add(row);
  }

  /** Adds a figure's row. */
  public void add(FigureRow row) {
    figures.add(row);
  }

  /** The rows of kernels. */
  public List<KernelRow> kernels() {
    return List.copyOf(kernels);
  }

  /** The rows of figures. */
  public List<FigureRow> figures() {
    return List.copyOf(figures);
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    if (!figures.isEmpty()) {
      Footnotes reasons = new Footnotes();
      Stream<List<String>> rows = figures.stream().map(row -> row.texts(reasons));
      sections.add(section("Figures", OF_FIGURES, FigureRow.TITLES, rows, reasons));
    }
    if (!kernels.isEmpty()) {
      Footnotes reasons = new Footnotes();
      Stream<List<String>> rows = kernels.stream().map(row -> row.texts(reasons));
      sections.add(section("Kernels", OF_KERNELS, KernelRow.TITLES, rows, reasons));
    }
    return sections;
  }

  private static Section section(
      String title,
      String explanation,
      String[] titles,
      Stream<List<String>> rows,
      Footnotes reasons) {
    List<List<String>> all = Stream.concat(Stream.of(List.of(titles)), rows).toList();
    return new Section(title, explanation, all, reasons.text().lines().map(l -> l + "\n").toList());
  }

  /** Tables of text. */
  public String text() {
    return String.join("\n", sections().stream().map(Section::text).toList());
  }

  /** Tables of Markdown below the heading. */
  public String markdown() {
    return heading + "\n" + String.join("\n", sections().stream().map(Section::markdown).toList());
  }

  /** Writes the figures as CSV. */
  public void writeFigures(OutputStream stream) throws IOException {
    OutputStreamWriter writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    CSVPrinter printer =
        new CSVPrinter(
            writer,
            CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(FigureRow.COLUMNS)
                .get());
    for (FigureRow row : figures) {
      printer.printRecord(row.cells());
    }
    printer.flush();
  }
}
