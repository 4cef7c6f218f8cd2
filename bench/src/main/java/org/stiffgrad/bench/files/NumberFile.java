package org.stiffgrad.bench.files;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Texts;

/** Vectors of numbers in {@code .txt}, {@code .csv} (one number a line) and {@code .npy} files. */
public final class NumberFile {
  /** The extension of NumPy's format. */
  public static final String NPY = ".npy";

  /** The formats that are read and written. */
  public static final List<String> EXTENSIONS = List.of(".txt", ".csv", NPY);

  private NumberFile() {}

  /**
   * The numbers of a file.
   *
   * @throws InputException if it cannot be read or is malformed
   */
  public static double[] read(Path file) {
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
      return extension.equals(NPY) ? NpyFormat.read(file) : readText(file);
    } catch (IOException e) {
      throw new InputException("The file %s could not be read (%s).".formatted(file, e));
    }
  }

  /* Latin-1, in which every file is text: what is not a number is reported as such. */
  private static double[] readText(Path file) throws IOException {
    DoubleStream.Builder numbers = DoubleStream.builder();
    int[] line = {0};
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          text -> {
            line[0]++;
            String content = text.replaceFirst("#.*", "").trim();
            if (!content.isEmpty()) {
              numbers.add(number(content, file, line[0]));
            }
          });
    }
    return numbers.build().toArray();
  }

  private static double number(String content, Path file, int line) {
    OptionalDouble value = Numbers.finite(content);
    if (value.isEmpty()) {
      throw new InputException(
          "%s, line %d: '%s' is not a finite number; expected one number a line (comments begin with #)."
              .formatted(file, line, Texts.printable(content)));
    }
    return value.getAsDouble();
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
