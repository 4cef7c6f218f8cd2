package org.stiffgrad.bench.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Texts;

/**
 * Arrays of float64 in NumPy's {@code .npy} format, versions 1.0, 2.0 and 3.0: a magic number, a
 * header that is a Python dictionary, and the elements, little endian.
 *
 * <p>Source: NumPy Enhancement Proposal 1 and the documentation of {@code numpy.lib.format}.
 */
public final class NpyFormat {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The elements begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final String TYPE = "<f8";
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(\\s*((?:\\d+\\s*,\\s*)*\\d*)\\s*\\)");

  private NpyFormat() {}

  /**
   * The elements in C order of their indices, whatever order they are stored in.
   *
   * @throws InputException if the file is malformed or its elements are not float64
   */
  static double[] read(Path file) throws IOException {
    return readArray(file).elements();
  }

  /**
   * An array.
   *
   * @param shape its extents
   * @param elements in C order of their indices
   */
  record Array(long[] shape, double[] elements) {
    /** The number of values of an index, 1 if the array has not so many. */
    long extent(int index) {
      return index < shape.length ? shape[index] : 1;
    }
  }

  /** The same with the shape. */
  static Array readArray(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - ALIGNMENT) {
      throw new InputException(
          "%s has %d bytes; expected less than 2 GiB.".formatted(file, Files.size(file)));
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    String header = header(file, bytes);
    String type = field(file, DESCR, "descr", header);
    if (!type.equals(TYPE)) {
      throw new InputException(
          "%s has elements of type '%s'; expected '%s' (float64, little endian): convert it with astype('%s')."
              .formatted(file, Texts.printable(type), TYPE, TYPE));
    }
    boolean fortran = field(file, FORTRAN, "fortran_order", header).equals("True");
    long[] shape = shape(field(file, SHAPE, "shape", header));
    long length = length(shape);
    if (length < 0 || length * Double.BYTES != bytes.remaining()) {
      throw new InputException(
          "%s holds %d bytes of elements, but its shape (%s) of float64 does not; expected a complete array."
              .formatted(file, bytes.remaining(), text(shape)));
    }
    double[] stored = new double[(int) length];
    bytes.asDoubleBuffer().get(stored);
    return new Array(shape, fortran ? cOrder(stored, shape) : stored);
  }

  private static String header(Path file, ByteBuffer bytes) {
    try {
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      int major = bytes.get();
      int minor = bytes.get();
      if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 3 || minor != 0) {
        throw new InputException(
            "%s is not an array of NumPy; expected a .npy file of version 1.0, 2.0 or 3.0."
                .formatted(file));
      }
      int length = major == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] header = new byte[length];
      bytes.get(header);
      return new String(header, StandardCharsets.UTF_8);
    } catch (BufferUnderflowException e) {
      throw new InputException(
          "%s ends inside its header; expected a complete .npy file.".formatted(file));
    }
  }

  private static String field(Path file, Pattern pattern, String name, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InputException(
          "%s has the header %s, in which '%s' cannot be read; expected a plain array of float64."
              .formatted(file, Texts.printable(header.trim()), name));
    }
    return matcher.group(1);
  }

  private static long[] shape(String text) {
    return Arrays.stream(text.split(","))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .mapToLong(item -> item.length() > 10 ? Integer.MAX_VALUE : Long.parseLong(item))
        .toArray();
  }

  /** The number of elements, or -1 if there are more than an array can have. */
  private static long length(long[] shape) {
    long length = 1;
    for (long extent : shape) {
      if (extent > 0 && length > Integer.MAX_VALUE / extent) {
        return -1;
      }
      length *= extent;
    }
    return length;
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
  }

  /** Reorders elements from first index fastest to last index fastest. */
  private static double[] cOrder(double[] stored, long[] shape) {
    double[] result = new double[stored.length];
    int[] index = new int[shape.length];
    for (int target = 0; target < result.length; target++) {
      int source = 0;
      for (int d = shape.length - 1; d >= 0; d--) {
        source = (int) (source * shape[d]) + index[d];
      }
      result[target] = stored[source];
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return result;
  }

  /**
   * Writes arrays one after the other as one array, in C order.
   *
   * @param shape the extents of the whole
   */
  public static void write(OutputStream stream, int[] shape, double[]... parts) throws IOException {
    String extents =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(TYPE, shape.length == 1 ? extents + "," : extents);
    int prefix = MAGIC.length + 2 * Short.BYTES;
    int padded = Math.ceilDiv(prefix + header.length() + 1, ALIGNMENT) * ALIGNMENT - prefix;
    ByteBuffer bytes = ByteBuffer.allocate(prefix + padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    while (bytes.remaining() > 1) {
      bytes.put((byte) ' ');
    }
    bytes.put((byte) '\n');
    stream.write(bytes.array());
    for (double[] part : parts) {
      ByteBuffer elements =
          ByteBuffer.allocate(part.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      elements.asDoubleBuffer().put(part);
      stream.write(elements.array());
    }
  }
}
