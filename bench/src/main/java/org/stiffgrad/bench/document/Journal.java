package org.stiffgrad.bench.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.files.CompleteFile;
import org.stiffgrad.bench.settings.InputException;

/**
 * The file of finished cases: a first line that says what was asked for and where it is measured,
 * then a line of JSON for each case, on the disk before the next case begins. A process may end at
 * any moment: of the file only its last line can be incomplete, which is then as if it were not
 * there.
 */
public final class Journal implements AutoCloseable {
  /** The name of the file in its folder. */
  public static final String NAME = "results.jsonl";

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final FileChannel channel;
  private final Heading heading;
  private final Map<CaseKey, CaseResult> results = new LinkedHashMap<>();

  /**
   * The first line.
   *
   * @param format of this file
   */
  public record Heading(int format, String date, Setup setup, Choices choices) {}

  /** A line: one of the two. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(@Nullable Heading heading, @Nullable CaseResult result) {}

  private Journal(Path folder, FileChannel channel, Heading heading) {
    this.folder = folder;
    this.channel = channel;
    this.heading = heading;
  }

  /**
   * Creates a folder and the file in it.
   *
   * @throws InputException if there is a folder or file of that name already, or it cannot be made
   */
  public static Journal create(Path folder, String date, Setup setup, Choices choices) {
    if (Files.exists(folder)) {
      throw new InputException(
          "The results folder %s exists already; choose another with --out, or go on with it by --resume %s."
              .formatted(folder, folder));
    }
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute.getParent());
      /* With its first line from the start, so that whatever is seen under the name can be resumed. */
      Path incomplete = CompleteFile.temporary(absolute);
      Files.createDirectory(incomplete);
      Heading heading = new Heading(FORMAT, date, setup, choices);
      Journal journal =
          new Journal(
              folder,
              FileChannel.open(
                  incomplete.resolve(NAME),
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE),
              heading);
      journal.lock();
      journal.write(new Line(heading, null));
      Files.move(incomplete, absolute, StandardCopyOption.ATOMIC_MOVE);
      return journal;
    } catch (IOException e) {
      throw new InputException(
          "The results cannot be written to %s (%s); choose another folder with --out."
              .formatted(folder, e));
    }
  }

  /**
   * Reads a folder's file to go on with it.
   *
   * @param here where it would go on
   * @throws InputException if there is none, it was made elsewhere or by another version, another
   *     process is writing it, or it is damaged; it is then left as it is
   */
  public static Journal resume(Path folder, Setup here) {
    Path file = folder.resolve(NAME);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return resume(folder, channel, here);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new InputException(
          "There is nothing to resume in %s: it holds no %s; expected the results folder of an earlier run."
              .formatted(folder, NAME));
    } catch (IOException e) {
      throw new InputException(
          "The results file %s cannot be read and written (%s); expected the results folder of an earlier run."
              .formatted(file, e));
    }
  }

  private static Journal resume(Path folder, FileChannel channel, Setup here) throws IOException {
    Path file = folder.resolve(NAME);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    /* Characters of this charset are bytes, so that lengths are positions in the file. */
    int end = text.lastIndexOf('\n') + 1;
    if (end == 0) {
      throw new InputException(
          "There is nothing to resume in %s: not even its first line is complete; delete the folder and run it again."
              .formatted(file));
    }
    String[] lines = text.substring(0, end).split("\n");
    Heading heading = heading(file, lines[0]);
    refuseOther(file, heading, here);
    Journal journal = new Journal(folder, channel, heading);
    journal.lock();
    for (int k = 1; k < lines.length; k++) {
      CaseResult result = line(file, k + 1, lines[k]).result();
      if (result == null || journal.results.put(result.key(), result) != null) {
        throw damaged(file, k + 1, "it is not the only line of a case");
      }
    }
    channel.truncate(end);
    channel.position(end);
    CompleteFile.deleteLeftovers(folder);
    return journal;
  }

  private static Heading heading(Path file, String text) {
    Heading heading = line(file, 1, text).heading();
    if (heading == null) {
      throw damaged(file, 1, "it does not say what was measured where");
    }
    return heading;
  }

  private static Line line(Path file, int number, String bytes) {
    try {
      String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      return JSON.readValue(text, Line.class);
    } catch (JsonProcessingException e) {
      throw damaged(file, number, e.getOriginalMessage());
    }
  }

  private static InputException damaged(Path file, int number, String reason) {
    return new InputException(
        "%s, line %d cannot be used (%s); the file was changed or written by another version, so start again in another folder."
            .formatted(file, number, reason.replaceAll("\\s+", " ")));
  }

  private static void refuseOther(Path file, Heading heading, Setup here) {
    if (heading.format() != FORMAT) {
      throw new InputException(
          "%s is of format %d; this version writes format %d; start again in another folder."
              .formatted(file, heading.format(), FORMAT));
    }
    var differences = heading.setup().differences(here);
    if (!differences.isEmpty()) {
      throw new InputException(
          "%s cannot be resumed here, since its times would not be comparable: %s; start again in another folder."
              .formatted(file, String.join("; ", differences)));
    }
  }

  private void lock() throws IOException {
    boolean free;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    }
    if (!free) {
      throw new InputException(
          "Another process is writing to %s; wait for its end or end it."
              .formatted(folder.resolve(NAME)));
    }
  }

  /**
   * Appends a case, which is on the disk when this returns.
   *
   * @throws InputException if it cannot be written; what was written before is kept
   */
  public synchronized void add(CaseResult result) {
    try {
      write(new Line(null, result));
      results.put(result.key(), result);
    } catch (IOException e) {
      throw new InputException(
          "The case %s could not be written to %s (%s); make room and go on by --resume %s."
              .formatted(result.key().text(), folder.resolve(NAME), e, folder));
    }
  }

  private void write(Line line) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  /** What was asked for and where it is measured. */
  public Heading heading() {
    return heading;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** The finished cases, in the order in which they ended. */
  public synchronized Map<CaseKey, CaseResult> results() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  /** A case, if it is finished. */
  public synchronized @Nullable CaseResult result(CaseKey key) {
    return results.get(key);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InputException("%s could not be closed (%s).".formatted(folder.resolve(NAME), e));
    }
  }
}
