package org.stiffgrad.bench.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.bench.settings.InputException;

class NumberFileTest {
  @TempDir Path folder;

  private Path npy(int major, String header, double... elements) throws IOException {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + 8 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) major).put((byte) 0);
    if (major == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text);
    for (double element : elements) {
      bytes.putDouble(element);
    }
    Path file = folder.resolve("a.npy");
    Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
    return file;
  }

  private String refusal(Path file) {
    return String.valueOf(
        assertThrows(InputException.class, () -> NumberFile.read(file)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.txt", "x.csv", "x.npy"})
  void everyNumberIsReadBackAsItWas(String name) {
    double[] values = new Random(1).doubles(103, -1, 1).toArray();
    values[0] = Double.MIN_VALUE;
    values[1] = -Double.MAX_VALUE;
    values[2] = -0.0;
    Path file = folder.resolve(name);
    NumberFile.write(CompleteFile.at(file, NumberFile.EXTENSIONS), "G=1", values);
    assertArrayEquals(values, NumberFile.read(file));
  }

  @Test
  void commentsAndBlankLinesAreSkipped() throws IOException {
    Path file = folder.resolve("x.txt");
    Files.writeString(file, "# G=1\n\n 1.5 # first\r\n-2e-3\n");
    assertArrayEquals(new double[] {1.5, -2e-3}, NumberFile.read(file));
  }

  @Test
  void malformedLineIsNamed() throws IOException {
    Path file = folder.resolve("x.csv");
    Files.writeString(file, "# two\n1\n2, 3\n");
    String message = refusal(file);
    assertTrue(message.contains("x.csv, line 3: '2, 3' is not a finite number"), message);
  }

  @Test
  void binaryContentIsReportedOnOneShortLine() throws IOException {
    Path file = folder.resolve("x.txt");
    Files.write(file, new byte[] {1, 2, (byte) 0xff, 0, 7});
    String message = refusal(file);
    assertTrue(message.length() < 300 && message.lines().count() == 1, message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionIsRead(int major) throws IOException {
    Path file =
        npy(major, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 1, 2, 3, 4, 5, 6);
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, NumberFile.read(file));
  }

  @Test
  void fortranOrderIsReadInCOrder() throws IOException {
    Path file =
        npy(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", 1, 4, 2, 5, 3, 6);
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, NumberFile.read(file));
  }

  @Test
  void scalarAndEmptyArraysAreRead() throws IOException {
    assertArrayEquals(
        new double[] {7},
        NumberFile.read(npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 7)));
    assertEquals(
        0,
        NumberFile.read(npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }"))
            .length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f8', 'shape': (1,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
        "nonsense"
      })
  void wrongHeadersAreRefused(String header) throws IOException {
    String message = refusal(npy(1, header, 1));
    assertTrue(message.contains("a.npy") && message.contains("expected"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8, 9, 30})
  void truncatedFilesAreRefused(int length) throws IOException {
    Path file = npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 1);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    assertTrue(refusal(file).contains("expected"));
  }

  @Test
  void headerIsPaddedToTheAlignmentOfTheElements() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    NpyFormat.write(stream, new int[] {2, 1}, new double[] {1}, new double[] {2});
    byte[] bytes = stream.toByteArray();
    assertEquals(0, (bytes.length - 16) % 64);
    assertEquals('\n', bytes[bytes.length - 17]);
    Path file = folder.resolve("b.npy");
    Files.write(file, bytes);
    assertArrayEquals(new double[] {1, 2}, NumberFile.read(file));
  }

  @Test
  void failedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("x.txt");
    Files.writeString(file, "old");
    CompleteFile complete = CompleteFile.at(file, NumberFile.EXTENSIONS);
    assertThrows(
        InputException.class,
        () ->
            complete.write(
                stream -> {
                  stream.write(1);
                  throw new IOException("no room");
                }));
    assertEquals("old", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private static final NumberFile.Extent TWO = new NumberFile.Extent(2, "row");
  private static final NumberFile.Extent THREE = new NumberFile.Extent(3, "column");

  private double[][] table(Path file) {
    return NumberFile.readTable(file, TWO, THREE, 0);
  }

  private void assertTableRefused(Path file, String expected) {
    String message =
        String.valueOf(assertThrows(InputException.class, () -> table(file)).getMessage());
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void tableIsReadRowByRowFromEveryFormat() throws IOException {
    double[][] expected = {{1, 2, 3}, {4, 5, 6}};
    Path text = folder.resolve("t.csv");
    Files.writeString(text, "# a\n1, 2,3 # b\n\n4,5,6\n");
    assertArrayEquals(expected, table(text));
    String fortran = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }";
    assertArrayEquals(expected, table(npy(1, fortran, 1, 4, 2, 5, 3, 6)));
    String deep = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3, 1), }";
    assertArrayEquals(expected, table(npy(1, deep, 1, 2, 3, 4, 5, 6)));
  }

  @Test
  void arrayWithoutAnIndexOfRowsIsOneRow() throws IOException {
    String flat = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
    double[][] table =
        NumberFile.readTable(npy(1, flat, 1, 2, 3), new NumberFile.Extent(1, "row"), THREE, 0);
    assertArrayEquals(new double[][] {{1, 2, 3}}, table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2,3          | has 1 lines of numbers; expected 2, one for each row
          1,2,3;4,5      | line 2 has 2 numbers; expected 3, one for each column
          1,2,3;4,5,     | line 2: '' is not a finite number
          1,2,3;4,5,NaN  | line 2: 'NaN' is not a finite number
          1,-2,3;4,5,6   | line 1: '-2.0' is not accepted; expected a finite number of at least 0
          """)
  void malformedTextTableIsRefused(String lines, String expected) throws IOException {
    Path file = folder.resolve("t.txt");
    Files.writeString(file, lines.replace(';', '\n'));
    assertTableRefused(file, expected);
  }

  @Test
  void malformedArrayTableIsRefused() throws IOException {
    String flat = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }";
    assertTableRefused(npy(1, flat.formatted("6,"), 1, 2, 3, 4, 5, 6), "has 6 values; expected 2");
    assertTableRefused(npy(1, flat.formatted("2, 2"), 1, 2, 3, 4), "has 2 numbers; expected 3");
    assertTableRefused(
        npy(1, flat.formatted("2, 3"), 1, 2, 3, 4, Double.NaN, 6),
        "row 2, number 2 (counted from 1): 'NaN'");
    assertTableRefused(npy(1, flat.formatted("2, 3"), 1, 2, -3, 4, 5, 6), "row 1, number 3");
  }
}
