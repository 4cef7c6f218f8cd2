package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The libraries of one version of CUDA, found but not loaded.
 *
 * @param major the version, 12 or 13
 * @param compiler NVRTC
 * @param blas cuBLAS
 * @param solver cuSOLVER
 * @param siblings libraries that these need, each before those that need it. They are opened first
 *     and by their paths, since the system's loader does not look where these were found.
 */
public record CudaLibraries(int major, Path compiler, Path blas, Path solver, List<Path> siblings) {
  /** The versions that this program knows, the preferred one first. */
  static final List<Integer> KNOWN = List.of(13, 12);

  public CudaLibraries {
    siblings = List.copyOf(siblings);
  }

  /** The names of NVRTC, cuBLAS and cuSOLVER; the latter counts its own versions. */
  static List<String> names(int major) {
    return List.of(
        "libnvrtc.so." + major, "libcublas.so." + major, "libcusolver.so." + (major - 1));
  }

  /** The libraries of a version, if they are complete. */
  static Optional<CudaLibraries> find(LibraryFolders folders, int major) {
    List<Path> found = new ArrayList<>();
    for (String name : names(major)) {
      Optional<Path> file = folders.find(name);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      found.add(file.get());
    }
    List<Path> siblings = new ArrayList<>();
    folders.find("libnvJitLink.so." + major).ifPresent(siblings::add);
    /* cuSPARSE stayed at version 12 in CUDA 13. */
    folders.find("libcusparse.so.12").ifPresent(siblings::add);
    folders.find("libcublasLt.so." + major).ifPresent(siblings::add);
    /* NVRTC opens this one by a name with its full version. */
    folders.findAll("libnvrtc-builtins.so." + major + ".*").stream()
        .filter(path -> path.equals(found.get(0).resolveSibling(path.getFileName())))
        .findFirst()
        .ifPresent(siblings::add);
    return Optional.of(
        new CudaLibraries(major, found.get(0), found.get(1), found.get(2), siblings));
  }

  /** What is missing of the versions, as the end of a sentence. */
  static String missing(LibraryFolders folders, List<Integer> majors) {
    List<String> absent = new ArrayList<>();
    for (int major : majors) {
      for (String name : names(major)) {
        if (folders.find(name).isEmpty()) {
          absent.add(name);
        }
      }
    }
    String others =
        String.join(
            ", ",
            folders.findAll("libcublas.so.*").stream()
                .filter(path -> version(path) > 0 && !majors.contains(version(path)))
                .map(Path::toString)
                .toList());
    return String.join(", ", absent)
        + (others.isEmpty() ? "" : "; there is " + others + ", of a version that cannot be used");
  }

  /** The number at the end of a name such as libcublas.so.13; 0 if there is none. */
  private static int version(Path library) {
    String name = library.getFileName().toString();
    String end = name.substring(name.lastIndexOf(".so.") + 4);
    return end.matches("[0-9]{1,3}") ? Integer.parseInt(end) : 0;
  }

  /** Loads the siblings for the life of the process; those that do not load may not be needed. */
  @SuppressWarnings("restricted")
  public void openSiblings() {
    for (Path sibling : siblings) {
      try {
        SymbolLookup.libraryLookup(sibling, Arena.global());
      } catch (IllegalArgumentException e) {
        /* If it is needed, the library that needs it says so. */
      }
    }
  }
}
