package org.stiffgrad.bench.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.stiffgrad.bench.settings.InputException;

/** A file that is written as a whole or not at all. */
public final class CompleteFile {
  private static final String PREFIX = ".stiffgrad-";
  private static final String SUFFIX = ".tmp";

  private final Path target;

  /** What is written. */
  public interface Content {
    /** Writes everything; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream stream) throws IOException;
  }

  private CompleteFile(Path target) {
    this.target = target;
  }

  /**
   * A file to write later, checked now, so that no computation is lost to a wrong name.
   *
   * @param extensions the formats to choose from
   * @throws InputException if the extension is another, or the file cannot be written there
   */
  public static CompleteFile at(Path target, List<String> extensions) {
    Path absolute = target.toAbsolutePath().normalize();
    if (!extensions.contains(extension(absolute))) {
      throw new InputException(
          "The output file is %s; expected a name that ends in %s."
              .formatted(target, String.join(" or ", extensions)));
    }
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new InputException(
          "The output file %s cannot be written: %s is not a folder in which files can be created; create it or choose another."
              .formatted(target, folder));
    }
    if (Files.isDirectory(absolute)) {
      throw new InputException(
          "The output file is %s, which is a folder; expected a file name.".formatted(target));
    }
    return new CompleteFile(absolute);
  }

  /**
   * Writes or replaces a file of a folder.
   *
   * @param name with any extension
   * @throws InputException if that fails; the file is then as it was before
   */
  public static void write(Path folder, String name, Content content) {
    Path target = folder.resolve(name);
    at(target, List.of(extension(target))).write(content);
  }

  /** The end of a file name from its last dot on, in lower case; empty if there is no dot. */
  static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
  }

  /** The extension, with its dot, in lower case. */
  public String extension() {
    return extension(target);
  }

  public Path path() {
    return target;
  }

  /**
   * Writes the content to a temporary file beside the target and moves it there.
   *
   * @throws InputException if that fails; the target is then as it was before
   */
  public void write(Content content) {
    try {
      Path temporary = temporary(target);
      try {
        try (OutputStream stream =
            new BufferedOutputStream(
                Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), 1 << 16)) {
          content.writeTo(stream);
        }
        move(temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new InputException(
          "The output file %s could not be written (%s); choose another or make room."
              .formatted(target, e));
    }
  }

  /** A hidden name beside a target, for what is to be moved there once it is complete. */
  public static Path temporary(Path target) {
    /* Not createTempFile, which makes files that only their owner can read. */
    return target.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
  }

  /** Deletes what processes left in a folder that were ended while they wrote. */
  public static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private void move(Path temporary) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
