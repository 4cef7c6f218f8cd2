package org.stiffgrad.bench.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a Java that the library can run on: in environment variables, then at the Java that is
 * running, then in the folders where package managers and installers of Linux, macOS and Windows
 * put them.
 */
final class JavaSearch {
  /** Names a Java and forbids any other. */
  static final String CHOICE = "STIFFGRAD_JAVA_HOME";

  private static final Pattern VARIABLES = Pattern.compile("(JAVA|JDK|GRAALVM).*");

  /** Folders whose children are Java homes, or hold them in {@code Contents/Home}. */
  private static final String[] PARENTS = {
    "/usr/lib/jvm",
    "/usr/lib64/jvm",
    "/usr/java",
    "/usr/local/java",
    "/opt",
    "/opt/java",
    "/opt/jdk",
    "/Library/Java/JavaVirtualMachines",
    "~/Library/Java/JavaVirtualMachines",
    "~/.jdks",
    "~/.sdkman/candidates/java",
    "~/.asdf/installs/java",
    "~/.local/share/mise/installs/java",
    "~/.gradle/jdks",
    "~/scoop/apps",
    "%ProgramFiles%/Java",
    "%ProgramFiles%/Eclipse Adoptium",
    "%ProgramFiles%/Microsoft",
    "%ProgramFiles%/Zulu",
    "%ProgramFiles%/Amazon Corretto",
    "%ProgramFiles%/BellSoft",
    "%ProgramFiles%/OpenJDK",
  };

  /** Where a Java home lies below a child of one of the parents. */
  private static final String[] INSIDE = {
    "", "Contents/Home", "libexec/openjdk.jdk/Contents/Home", "current"
  };

  /** Package managers that keep one folder for each of their packages. */
  private static final String[] PACKAGES = {"/opt/homebrew/opt", "/usr/local/opt"};

  private final Map<String, String> environment;
  private final String runningHome;
  private final String userHome;
  private final int leastFeature;

  JavaSearch(
      Map<String, String> environment, String runningHome, String userHome, int leastFeature) {
    this.environment = environment;
    this.runningHome = runningHome;
    this.userHome = userHome;
    this.leastFeature = leastFeature;
  }

  /**
   * The executable to start.
   *
   * @throws NoJavaException if there is none, with a sentence on what to do
   */
  Path find() throws NoJavaException {
    String choice = environment.getOrDefault(CHOICE, "");
    if (!choice.isEmpty()) {
      return JavaHome.at(choice)
          .filter(home -> home.suits(leastFeature))
          .map(JavaHome::executable)
          .orElseThrow(
              () ->
                  new NoJavaException(
                      "The environment variable "
                          + CHOICE
                          + " is '"
                          + choice
                          + "'; expected the folder of a JDK "
                          + leastFeature
                          + " or later with the module "
                          + LaunchSettings.VECTOR_MODULE
                          + "."));
    }
    return suitable(variables())
        .or(() -> suitable(List.of(Paths.get(runningHome))))
        .or(() -> suitable(installed()))
        .orElseThrow(
            () ->
                new NoJavaException(
                    "No JDK "
                        + leastFeature
                        + " or later was found; install one (for example from adoptium.net), or name its folder in the environment variable "
                        + CHOICE
                        + "."));
  }

  /** JAVA_HOME first, then every other variable that looks like naming a JDK, by name. */
  private List<Path> variables() {
    List<Path> homes = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (VARIABLES.matcher(name).matches() && JavaHome.at(value).isPresent()) {
                homes.add(name.equals("JAVA_HOME") ? 0 : homes.size(), Paths.get(value));
              }
            });
    return homes;
  }

  private List<Path> installed() {
    List<Path> homes = new ArrayList<>();
    for (String parent : PARENTS) {
      for (Path child : children(parent)) {
        for (String inside : INSIDE) {
          homes.add(child.resolve(inside));
        }
      }
    }
    for (String packages : PACKAGES) {
      for (Path child : children(packages)) {
        if (child.getFileName().toString().contains("jdk")) {
          homes.add(child.resolve("libexec/openjdk.jdk/Contents/Home"));
        }
      }
    }
    return homes;
  }

  private List<Path> children(String folder) {
    String programs = environment.getOrDefault("ProgramFiles", "");
    if (folder.startsWith("%") && programs.isEmpty()) {
      return List.of();
    }
    Path path =
        Paths.get(
            folder
                .replace("%ProgramFiles%", programs)
                .replaceFirst("^~", Matcher.quoteReplacement(userHome)));
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path, Files::isDirectory)) {
        stream.forEach(children::add);
      } catch (IOException | DirectoryIteratorException e) {
        return List.of();
      }
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }

  /** Of those that suit, the oldest: the one closest to what the library is tested on. */
  private Optional<Path> suitable(List<Path> homes) {
    JavaHome best = null;
    for (Path folder : homes) {
      JavaHome home = JavaHome.at(folder).orElse(null);
      if (home != null
          && home.suits(leastFeature)
          && (best == null || home.feature() < best.feature())) {
        best = home;
      }
    }
    return Optional.ofNullable(best).map(JavaHome::executable);
  }
}
