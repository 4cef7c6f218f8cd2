package org.stiffgrad.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.backend.UserCache;
import org.stiffgrad.blas.NativeArtifact;

/** The shared library in its Maven artifact: whether it is there, unpacking and loading it. */
final class OpenBlasLibrary {
  private static final NativeArtifact ARTIFACT = new NativeArtifact("org.bytedeco", "openblas");
  private static final String FOLDER = "/org/bytedeco/openblas/" + NativeArtifact.PLATFORM + "/";

  private static final String SYSTEM_LIBRARY = "libgcc_s.so.1";

  /** Each before those that need it: a library that is loaded is not searched for. */
  private static final List<String> LIBRARIES =
      List.of("libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private static @Nullable SymbolLookup loaded;

  private OpenBlasLibrary() {}

  /** Why the library cannot be had here, as one sentence, or empty if it can. */
  static Optional<String> absence() {
    return ARTIFACT.absence(LIBRARIES.stream().map(name -> FOLDER + name).toArray(String[]::new));
  }

  /** The version of the artifact, such as {@code 0.3.31-1.5.13}. */
  static String version() {
    return ARTIFACT.version();
  }

  /**
   * Loads the library, once and for the life of the process.
   *
   * @throws BackendUnavailableException if it cannot be loaded, with the reason
   */
  @SuppressWarnings("restricted")
  static synchronized SymbolLookup load() {
    if (loaded == null) {
      try {
        List<String> names = new ArrayList<>(LIBRARIES);
        if (!isPartOfTheSystem()) {
          names.add(0, SYSTEM_LIBRARY);
        }
        Path folder = unpack(names);
        for (String name : names) {
          loaded = SymbolLookup.libraryLookup(folder.resolve(name), Arena.global());
        }
      } catch (IOException e) {
        throw unavailable("its library cannot be unpacked (" + e.getMessage() + ").");
      } catch (IllegalArgumentException e) {
        throw unavailable(
            "its library cannot be loaded (%s); its folder must allow execution, and the C library must be glibc."
                .formatted(e.getMessage()));
      } catch (IllegalCallerException e) {
        throw unavailable("the JVM denies native access; add --enable-native-access=ALL-UNNAMED.");
      }
    }
    return Objects.requireNonNull(loaded);
  }

  private static BackendUnavailableException unavailable(String reason) {
    return new BackendUnavailableException(OpenBlasBackendProvider.NAME, reason);
  }

  /** The compiler's run-time library must not be older than what the system's others need. */
  @SuppressWarnings("restricted")
  private static boolean isPartOfTheSystem() {
    try {
      SymbolLookup.libraryLookup(SYSTEM_LIBRARY, Arena.global());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Unpacks files that are not on disk yet: into a folder of the user's cache, or into one for this
   * process alone where the cache cannot be written.
   */
  private static Path unpack(List<String> names) throws IOException {
    Path cache =
        UserCache.folder().resolve("openblas-" + version() + "-" + NativeArtifact.PLATFORM);
    try {
      Files.createDirectories(cache, PRIVATE);
      return unpack(cache, names);
    } catch (IOException e) {
      Path folder = Files.createTempDirectory("stiffgrad-openblas", PRIVATE);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder, names)));
      return unpack(folder, names);
    }
  }

  private static Path unpack(Path folder, List<String> names) throws IOException {
    for (String name : names) {
      URL url = OpenBlasLibrary.class.getResource(FOLDER + name);
      if (url == null) {
        throw new IOException("the artifact " + version() + " lacks " + name);
      }
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      try (InputStream stream = connection.getInputStream()) {
        Path file = folder.resolve(name);
        if (!Files.exists(file) || Files.size(file) != connection.getContentLengthLong()) {
          /* Other processes see a whole file or none. */
          Path part = Files.createTempFile(folder, name, ".part", PRIVATE);
          try {
            try (OutputStream target = Files.newOutputStream(part)) {
              stream.transferTo(target);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
          } finally {
            Files.deleteIfExists(part);
          }
        }
      }
    }
    return folder;
  }

  private static void delete(Path folder, List<String> names) {
    try {
      for (String name : names) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      /* The system cleans its folder for temporary files. */
    }
  }
}
