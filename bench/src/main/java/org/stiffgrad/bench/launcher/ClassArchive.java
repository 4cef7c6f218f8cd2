package org.stiffgrad.bench.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A class-data sharing archive beside the jar: the classes of a gradient as the JVM holds them in
 * memory, so that a child need not load and verify them one by one. The build writes it, by a run
 * with the system property {@value #WRITE}; without it everything works, only slower.
 *
 * <p>The JVM uses an archive only if it was made by the same build of the JVM and from the same jar
 * (its size and time of change), and otherwise goes on without. It would say so on standard output,
 * which belongs to results; hence its log is turned off.
 */
final class ClassArchive {
  /** Makes a child write the archive when it ends. */
  static final String WRITE = "stiffgrad.archive.write";

  private static final String QUIET = "-Xlog:disable";

  private ClassArchive() {}

  /** The flags of a child that runs the jar. */
  static List<String> flags(Path jar) {
    Path archive = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
    if (archive.equals(jar)) {
      return List.of();
    }
    if (Boolean.getBoolean(WRITE)) {
      return List.of(QUIET, "-XX:ArchiveClassesAtExit=" + archive);
    }
    return Files.isRegularFile(archive) && Files.isReadable(archive)
        ? List.of(QUIET, "-XX:SharedArchiveFile=" + archive)
        : List.of();
  }
}
