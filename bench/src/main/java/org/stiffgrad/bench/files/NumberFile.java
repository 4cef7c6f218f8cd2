package org.stiffgrad.bench.files;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Texts;

/** Vectors of numbers in {@code .txt}, {@code .csv} (one number a line) and {@code .npy} files. */
public final class NumberFile {
  /** The extension of NumPy's format. */
  public static final String NPY = ".npy";

  /** What separates the numbers of a line. */
  private static final String SEPARATOR = ",";

  /** The formats that are read and written. */
  public static final List<String> EXTENSIONS = List.of(".txt", ".csv", NPY);

  private NumberFile() {}

  /**
   * The numbers of a file.
   *
   * @throws InputException if it cannot be read or is malformed
   */
  public static double[] read(Path file) {
    return read(file, NpyFormat::read, NumberFile::readText);
  }

  /**
   * The numbers of a file, row by row: a line of numbers separated by commas is a row, or what
   * belongs to a value of the first index of an array.
   *
   * @param rows how many rows are expected, and what they stand for
   * @param columns how many numbers are expected in each row, and what they stand for
   * @param least what no number may be below
   * @throws InputException if the file cannot be read or is malformed
   */
  public static double[][] readTable(Path file, Extent rows, Extent columns, double least) {
    return read(
        file,
        path -> arrayRows(path, rows, columns, least),
        path -> textRows(path, rows, columns, least));
  }

  /**
   * A number of things.
   *
   * @param what one of them, for messages
   */
  public record Extent(int count, String what) {
    private InputException refusal(String place, long found, String things) {
      return new InputException(
          "%s has %d %s; expected %d, one for each %s."
              .formatted(place, found, things, count, what));
    }
  }

  /** Reads one format. */
  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T read(Path file, Reader<T> npy, Reader<T> text) {
    String extension = CompleteFile.extension(file);
    if (!EXTENSIONS.contains(extension)) {
      throw new InputException(
          "The file of numbers is %s; expected a name that ends in %s."
              .formatted(file, String.join(" or ", EXTENSIONS)));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InputException(
          "The file %s cannot be read; expected an existing file of numbers.".formatted(file));
    }
    try {
      return (extension.equals(NPY) ? npy : text).read(file);
    } catch (IOException e) {
      throw new InputException("The file %s could not be read (%s).".formatted(file, e));
    }
  }

  private static double[] readText(Path file) throws IOException {
    DoubleStream.Builder numbers = DoubleStream.builder();
    readLines(
        file, (line, content) -> numbers.add(number(content, file, line, "one number a line")));
    return numbers.build().toArray();
  }

  /** Takes a line that is not empty, without its comment. */
  private interface LineReader {
    void read(int line, String content);
  }

  /* Latin-1, in which every file is text: what is not a number is reported as such. */
  private static void readLines(Path file, LineReader reader) throws IOException {
    int[] line = {0};
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          text -> {
            line[0]++;
            String content = text.replaceFirst("#.*", "").trim();
            if (!content.isEmpty()) {
              reader.read(line[0], content);
            }
          });
    }
  }

  private static double number(String content, Path file, int line, String expected) {
    OptionalDouble value = Numbers.finite(content);
    if (value.isEmpty()) {
      throw new InputException(
          "%s, line %d: '%s' is not a finite number; expected %s (comments begin with #)."
              .formatted(file, line, Texts.printable(content.trim()), expected));
    }
    return value.getAsDouble();
  }

  private static double[][] textRows(Path file, Extent rows, Extent columns, double least)
      throws IOException {
    List<double[]> table = new ArrayList<>();
    readLines(
        file,
        (line, content) -> {
          String[] items = content.split(SEPARATOR, -1);
          double[] row = new double[items.length];
          for (int i = 0; i < items.length; i++) {
            row[i] = number(items[i], file, line, "numbers separated by commas");
            require(row[i], least, () -> "%s, line %d".formatted(file, line));
          }
          if (row.length != columns.count()) {
            throw columns.refusal("%s, line %d".formatted(file, line), row.length, "numbers");
          }
          table.add(row);
        });
    if (table.size() != rows.count()) {
      throw rows.refusal(file.toString(), table.size(), "lines of numbers");
    }
    return table.toArray(double[][]::new);
  }

  private static double[][] arrayRows(Path file, Extent rows, Extent columns, double least)
      throws IOException {
    NpyFormat.Array array = NpyFormat.readArray(file);
    boolean isOneRow = rows.count() == 1 && array.elements().length == columns.count();
    if (array.extent(0) != rows.count() && !isOneRow) {
      throw rows.refusal(file + ", first index,", array.extent(0), "values");
    }
    int width = array.elements().length / rows.count();
    if (width != columns.count()) {
      throw columns.refusal(file + ", at each value of its first index,", width, "numbers");
    }
    double[][] table = new double[rows.count()][];
    for (int k = 0; k < table.length; k++) {
      table[k] = Arrays.copyOfRange(array.elements(), k * width, (k + 1) * width);
      for (int i = 0; i < width; i++) {
        int row = k + 1;
        int column = i + 1;
        require(
            table[k][i],
            least,
            () -> "%s, row %d, number %d (counted from 1)".formatted(file, row, column));
      }
    }
    return table;
  }

  private static void require(double value, double least, Supplier<String> place) {
    if (!Double.isFinite(value) || value < least) {
      throw new InputException(
          "%s: '%s' is not accepted; expected a finite number%s."
              .formatted(
                  place.get(),
                  value,
                  Double.isInfinite(least) ? "" : " of at least " + Numbers.shortText(least)));
    }
  }

  /**
   * Writes numbers: as text, below a comment, with all digits, or as a one-dimensional array.
   *
   * @param comment the first line of a text file, without its {@code #}
   */
  public static void write(CompleteFile file, String comment, double[] values) {
    if (file.extension().equals(NPY)) {
      file.write(stream -> NpyFormat.write(stream, new int[] {values.length}, values));
    } else {
      file.write(stream -> writeText(stream, comment, values));
    }
  }

  private static void writeText(OutputStream stream, String comment, double[] values)
      throws IOException {
    PrintWriter writer = new PrintWriter(stream, false, StandardCharsets.UTF_8);
    writer.print("# " + comment + "\n");
    for (double value : values) {
      writer.print(Numbers.exactText(value) + "\n");
    }
    if (writer.checkError()) {
      throw new IOException("the disk may be full");
    }
  }
}
