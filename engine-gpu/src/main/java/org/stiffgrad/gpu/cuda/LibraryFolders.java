package org.stiffgrad.gpu.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where CUDA's libraries are looked for. Folders are searched for when they are first needed, which
 * is not the case on a machine without a driver.
 */
public final class LibraryFolders {
  /** The system property that names the only folders to look in, separated by colons. */
  public static final String PROPERTY = "stiffgrad.cuda.libraries";

  private static final List<String> USUAL =
      List.of(
          "usr/local/cuda/lib64",
          "usr/local/cuda-*/lib64",
          "opt/cuda/lib64",
          "usr/lib/x86_64-linux-gnu",
          "usr/lib64",
          "usr/lib");

  private static final List<String> PYTHON =
      List.of("usr/lib", "usr/lib64", "usr/local/lib", "opt/conda/lib", "opt/venv/lib");

  private final Supplier<List<Path>> search;
  private final boolean alone;
  private @Nullable List<Path> folders;

  private LibraryFolders(Supplier<List<Path>> search, boolean alone) {
    this.search = search;
    this.alone = alone;
  }

  /** These folders and nothing else. */
  public static LibraryFolders only(Path... folders) {
    return new LibraryFolders(() -> List.of(folders), true);
  }

  /** What this process should look at: {@link #PROPERTY} if it is set, else the usual places. */
  public static LibraryFolders ofProcess() {
    String given = System.getProperty(PROPERTY);
    if (given != null && !given.isBlank()) {
      return new LibraryFolders(() -> paths(given), true);
    }
    Path home = Path.of(System.getProperty("user.home"));
    return new LibraryFolders(() -> search(System.getenv(), Path.of("/"), home), false);
  }

  /** In the order of preference. */
  List<Path> folders() {
    if (folders == null) {
      folders = search.get();
    }
    return folders;
  }

  /** Whether the driver, too, is looked for in these folders and nowhere else. */
  boolean alone() {
    return alone;
  }

  /**
   * The folders that exist among: those of {@code CUDA_HOME} and {@code CUDA_PATH}, {@code
   * LD_LIBRARY_PATH}, the active Python environment, the usual ones of toolkits and systems (newest
   * version first), and those of packages that pip installed for a user or for the system.
   */
  static List<Path> search(Map<String, String> environment, Path root, Path home) {
    Set<Path> found = new LinkedHashSet<>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      for (Path toolkit : paths(environment.get(variable))) {
        found.add(toolkit.resolve("lib64"));
        found.add(toolkit.resolve("targets/x86_64-linux/lib"));
        found.add(toolkit.resolve("lib"));
      }
    }
    found.addAll(paths(environment.get("LD_LIBRARY_PATH")));
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      for (Path prefix : paths(environment.get(variable))) {
        found.add(prefix.resolve("lib"));
        found.addAll(ofPackages(prefix.resolve("lib")));
      }
    }
    for (String pattern : USUAL) {
      found.addAll(matches(root, pattern));
    }
    found.addAll(ofPackages(home.resolve(".local/lib")));
    for (String prefix : PYTHON) {
      found.addAll(ofPackages(root.resolve(prefix)));
    }
    return found.stream().filter(Files::isDirectory).toList();
  }

  /** Folders of libraries in the packages of every Python that lies in a folder. */
  private static List<Path> ofPackages(Path pythons) {
    List<Path> found = new ArrayList<>();
    for (String packages : List.of("site-packages", "dist-packages")) {
      found.addAll(matches(pythons, "python3*/" + packages + "/nvidia/*/lib"));
    }
    return found;
  }

  /** What a pattern with {@code *} in names stands for, last names first. */
  private static List<Path> matches(Path folder, String pattern) {
    List<Path> found = List.of(folder);
    for (String name : pattern.split("/")) {
      List<Path> next = new ArrayList<>();
      for (Path path : found) {
        if (name.contains("*")) {
          next.addAll(list(path, name));
        } else {
          next.add(path.resolve(name));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    found.sort(Collections.reverseOrder());
    return found;
  }

  private static List<Path> paths(@Nullable String text) {
    List<Path> found = new ArrayList<>();
    for (String part : text == null ? new String[0] : text.split(":")) {
      if (!part.isBlank()) {
        found.add(Path.of(part).toAbsolutePath());
      }
    }
    return found;
  }

  /** The first file of a name. */
  public Optional<Path> find(String name) {
    return folders().stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst();
  }

  /** All files whose names match a pattern with {@code *}. */
  List<Path> findAll(String pattern) {
    return folders().stream().flatMap(folder -> list(folder, pattern).stream()).toList();
  }
}
