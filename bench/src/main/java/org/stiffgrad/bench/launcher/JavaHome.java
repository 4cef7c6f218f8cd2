package org.stiffgrad.bench.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder with a Java runtime, as its {@code release} file describes it. */
final class JavaHome {
  private static final Pattern VERSION = Pattern.compile("^(?:1\\.)?(\\d{1,6})");

  private final Path executable;
  private final int feature;
  private final boolean vectorModule;

  private JavaHome(Path executable, int feature, boolean vectorModule) {
    this.executable = executable;
    this.feature = feature;
    this.vectorModule = vectorModule;
  }

  /** The runtime in a folder of this name, if there is one. */
  static Optional<JavaHome> at(String folder) {
    try {
      return at(Paths.get(folder));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The runtime in a folder, if there is one. */
  static Optional<JavaHome> at(Path folder) {
    Optional<Path> executable = executable(folder);
    if (executable.isEmpty()) {
      return Optional.empty();
    }
    Properties release = new Properties();
    try (Reader reader =
        Files.newBufferedReader(folder.resolve("release"), StandardCharsets.UTF_8)) {
      release.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    int feature = feature(unquoted(release.getProperty("JAVA_VERSION", "")));
    String modules = unquoted(release.getProperty("MODULES", LaunchSettings.VECTOR_MODULE));
    boolean vectorModule = (" " + modules + " ").contains(" " + LaunchSettings.VECTOR_MODULE + " ");
    return Optional.of(new JavaHome(executable.get(), feature, vectorModule));
  }

  private static Optional<Path> executable(Path folder) {
    for (String name : new String[] {"java", "java.exe"}) {
      Path executable = folder.resolve("bin").resolve(name);
      if (Files.isExecutable(executable) && !Files.isDirectory(executable)) {
        return Optional.of(executable);
      }
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    return value.replace("\"", "").trim();
  }

  /** The feature version of "25.0.3", "25-ea" or "1.8.0_452"; 0 if there is none. */
  static int feature(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Whether it is recent enough and has the vector module. */
  boolean suits(int leastFeature) {
    return feature >= leastFeature && vectorModule;
  }

  Path executable() {
    return executable;
  }

  int feature() {
    return feature;
  }
}
