package org.stiffgrad.bench.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.files.CompleteFile;
import org.stiffgrad.bench.report.TextTable;

/** Everything that is made of finished cases: a CSV file, plots, a page, tables of text. */
public final class Report {
  private static final String TABLE = "results.csv";
  private static final String PAGE = "index.html";

  private final Journal.Heading heading;
  private final List<Outcome> outcomes;
  private final List<Absence> absences;

  /**
   * @param rows of all tables
   * @param absences what the tables should have but cannot
   * @param results what was measured so far
   */
  public Report(
      Journal.Heading heading,
      List<Row> rows,
      List<Absence> absences,
      Map<CaseKey, CaseResult> results) {
    this.heading = heading;
    this.absences = List.copyOf(absences);
    outcomes = rows.stream().map(row -> outcome(row, results)).toList();
  }

  private static Outcome outcome(Row row, Map<CaseKey, CaseResult> results) {
    CaseKey key = row.key();
    CaseKey warm =
        new CaseKey(
            CaseKey.Kind.WARM,
            key.n(),
            key.method(),
            key.derivative(),
            key.backend(),
            key.abstol(),
            key.reltol());
    return new Outcome(row, results.get(key), results.get(warm));
  }

  /** It in numbers. */
  public Summary summary() {
    return Summary.of(outcomes);
  }

  /** The sections that have rows. */
  private List<Section> sections() {
    return outcomes.stream().map(each -> each.row().section()).distinct().toList();
  }

  /** The tables, for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Section section : sections()) {
      List<Column> columns = Column.of(section);
      TextTable table = new TextTable(columns.stream().map(Column::title).toArray(String[]::new));
      outcomes.stream()
          .filter(each -> each.row().section() == section)
          .forEach(
              each ->
                  table.add(
                      columns.stream().map(column -> column.text(each)).toArray(String[]::new)));
      text.append(section.title()).append('\n').append(table);
      absences.stream()
          .filter(absence -> absence.section() == section)
          .forEach(
              absence ->
                  text.append("missing: %s. %s\n".formatted(absence.what(), absence.reason())));
      text.append('\n');
    }
    outcomes.stream()
        .filter(each -> each.reason() != null)
        .map(each -> each.row().key().text() + ": " + each.reason() + "\n")
        .distinct()
        .forEach(text::append);
    return text + summary().text();
  }

  /** Writes or replaces all files of the report in a folder, each as a whole. */
  public void write(Path folder) {
    CompleteFile.write(folder, TABLE, this::writeCsv);
    List<Plots.Plot> plots = new Plots(outcomes).all();
    for (Plots.Plot plot : plots) {
      CompleteFile.write(
          folder, plot.file() + ".svg", stream -> stream.write(bytes(plot.drawing().svg())));
      CompleteFile.write(folder, plot.file() + ".png", plot.drawing()::writePng);
    }
    String page = new Page(heading, outcomes, absences, plots, summary()).html();
    CompleteFile.write(folder, PAGE, stream -> stream.write(bytes(page)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void writeCsv(OutputStream stream) throws IOException {
    List<Column> columns = Column.ALL;
    CSVPrinter printer =
        new CSVPrinter(
            new OutputStreamWriter(stream, StandardCharsets.UTF_8),
            CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(columns.stream().map(Column::csvName).toArray(String[]::new))
                .get());
    for (Outcome each : outcomes) {
      List<@Nullable Object> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(column.value(each)));
      printer.printRecord(cells);
    }
    for (Absence absence : absences) {
      Map<String, String> cells =
          Map.of(
              "experiment", absence.section().word(),
              "row", absence.what(),
              "reason", absence.reason());
      printer.printRecord(columns.stream().map(column -> cells.get(column.csvName())));
    }
    printer.flush();
  }
}
