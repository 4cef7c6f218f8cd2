package org.stiffgrad.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs command lines in this JVM, in a folder of their own. */
final class Bench {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** What a command line did. */
  record Outcome(int code, String out, String err) {
    List<String> errorLines() {
      return err.lines().filter(line -> line.startsWith("Error: ")).toList();
    }
  }

  Bench(Path folder) {
    this.folder = folder;
  }

  Bench with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.execute(
            new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> false,
                environment,
                folder),
            args);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A command line of words separated by blanks. */
  Outcome line(String words) {
    return run(words.isEmpty() ? new String[0] : words.split(" "));
  }

  Bench file(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The names of everything in the folder, hidden files included. */
  List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
