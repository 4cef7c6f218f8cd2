package org.stiffgrad.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.files.CompleteFile;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/**
 * A folder with a table of results that grows row by row and is complete up to its last row, and
 * with files made of them, each replaced as a whole.
 */
final class ResultsFolder implements AutoCloseable {
  private static final String TABLE = "results.csv";
  private static final String PARENT_FOLDER = "results";
  private static final DateTimeFormatter FOLDER_NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss", Locale.ROOT);

  private final Path folder;
  private final CSVPrinter printer;
  private int rows;

  private ResultsFolder(Path folder, CSVPrinter printer) {
    this.folder = folder;
    this.printer = printer;
  }

  /** The folder that the value of a key names, or else one named by the present time. */
  static Path chosen(Settings settings, Key key) {
    return settings
        .file(key)
        .orElseGet(
            () ->
                settings
                    .workingDirectory()
                    .resolve(PARENT_FOLDER)
                    .resolve(LocalDateTime.now(ZoneId.systemDefault()).format(FOLDER_NAME)));
  }

  /**
   * Creates the folder, unless it exists, and a table with a header in it.
   *
   * @throws InputException if that is not possible, or the folder holds a table already
   */
  static ResultsFolder create(Path folder, String... header) {
    Path table = folder.resolve(TABLE);
    if (Files.exists(table)) {
      throw new InputException(
          "The results folder %s holds %s already; choose another with --out."
              .formatted(folder, TABLE));
    }
    try {
      Files.createDirectories(folder);
      CSVPrinter printer =
          new CSVPrinter(
              Files.newBufferedWriter(table, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW),
              CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
      printer.printRecord((Object[]) header);
      printer.flush();
      return new ResultsFolder(folder, printer);
    } catch (IOException e) {
      throw new InputException(
          "The results cannot be written to %s (%s); choose another folder with --out."
              .formatted(folder, e));
    }
  }

  /** Appends a row, which is in the file when this returns. */
  synchronized void add(List<@Nullable Object> cells) {
    try {
      printer.printRecord(cells);
      printer.flush();
      rows++;
    } catch (IOException e) {
      throw new InputException(
          "Row %d of the results could not be written to %s (%s); make room and run it again."
              .formatted(rows + 1, folder, e));
    }
  }

  /** Writes or replaces a file of the folder. */
  void write(String name, CompleteFile.Content content) {
    CompleteFile.write(folder, name, content);
  }

  synchronized int rows() {
    return rows;
  }

  Path table() {
    return folder.resolve(TABLE);
  }

  @Override
  public void close() {
    try {
      printer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
