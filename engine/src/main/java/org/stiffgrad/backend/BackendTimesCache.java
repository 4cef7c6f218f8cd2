package org.stiffgrad.backend;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Keeps measured times in files, one for each kind of machine: CPU model, JVM, backends with the
 * versions of their libraries, and number of threads.
 *
 * @param folder where the files are; it need not exist
 */
record BackendTimesCache(Path folder) {
  private static final String PREFIX = "backend-times-";
  private static final String SUFFIX = ".properties";
  private static final String KEY = "measured-with";

  /** What times are valid for. */
  static String key(List<Backends.Entry> entries, int threads) {
    StringBuilder key =
        new StringBuilder(
            "%s; %s %s; threads %d"
                .formatted(
                    Processor.model(),
                    System.getProperty("java.vm.name"),
                    System.getProperty("java.vm.version"),
                    threads));
    for (Backends.Entry entry : entries) {
      key.append("; ").append(entry.name());
      if (entry.availability() instanceof Availability.Available available) {
        key.append(": ").append(available.details());
      }
    }
    return key.toString();
  }

  /** The file for a key, whether it exists or not; it holds the key itself, too. */
  Path file(String key) {
    return folder.resolve(PREFIX + Integer.toHexString(key.hashCode()) + SUFFIX);
  }

  /** The times kept for a key; a file that is absent or damaged holds none. */
  Optional<BackendTimes> read(String key, List<String> names) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file(key))) {
      properties.load(reader);
      return key.equals(properties.getProperty(KEY))
          ? Optional.of(BackendTimes.of(properties, names))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Keeps times for a key; other processes see a whole file or none. */
  void write(String key, BackendTimes times) throws IOException {
    Properties properties = times.toProperties();
    properties.setProperty(KEY, key);
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, PREFIX, ".part");
    try {
      try (Writer writer = Files.newBufferedWriter(part)) {
        properties.store(writer, "Seconds at dense algebra; made by stiffgrad, may be deleted");
      }
      Files.move(part, file(key), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Deletes every file of times.
   *
   * @return how many there were
   */
  int clear() throws IOException {
    int count = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
          Files.delete(file);
          count++;
        }
      }
    } catch (NoSuchFileException e) {
      return 0;
    }
    return count;
  }
}
