package org.stiffgrad.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.stiffgrad.gpu.cuda.LibraryFolders;

/**
 * The host stand-in for CUDA (see {@code native/README.md}): builds it when its sources have
 * changed, looks at it, and makes it fail. All versions in a process share one state.
 */
public final class StandIn {
  public static final int OUT_OF_MEMORY = 2;
  public static final int LAUNCH_FAILED = 719;

  private static final Path SOURCES =
      Path.of("..", "native", "standin").toAbsolutePath().normalize();
  private static final Path TARGET = Path.of("target", "standin").toAbsolutePath();
  private static final List<String> KINDS =
      List.of(
          "memory",
          "bytes",
          "host",
          "module",
          "stream",
          "event",
          "context",
          "blas",
          "solver",
          "params",
          "program",
          "abandoned");

  private StandIn() {}

  /** Where a binding finds the libraries of a CUDA version, 12 or 13. */
  public static LibraryFolders libraries(int major) {
    return LibraryFolders.only(folder(Integer.toString(major)));
  }

  /** The folder of a version, or {@code incomplete}: version 13, in which a function is missing. */
  public static Path folder(String name) {
    return Folder.BUILT.resolve(name);
  }

  private static final class Folder {
    static final Path BUILT = build();

    private static Path build() {
      Path stamp = TARGET.resolve("sources");
      try {
        String sources = sources();
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(sources)) {
          Files.createDirectories(TARGET);
          Path log = TARGET.resolve("log");
          Process process =
              new ProcessBuilder("bash", SOURCES.resolve("build.sh").toString(), TARGET.toString())
                  .redirectErrorStream(true)
                  .redirectOutput(log.toFile())
                  .start();
          int status = process.waitFor();
          if (status != 0) {
            throw new IllegalStateException(
                "The tests of the GPU backends need bash and g++ to build the host stand-in: "
                    + text(log));
          }
          Files.writeString(stamp, sources);
        }
        return TARGET;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      StringBuilder all = new StringBuilder();
      files.sorted().forEach(file -> all.append(text(file)));
      return all.toString();
    }
  }

  /** Forgets faults, settings, counts and a crashed context; leaves live objects alone. */
  public static void reset() {
    call("standin_reset", FunctionDescriptor.ofVoid());
  }

  /** Makes a call of a function fail with a code, the next one if {@code call} is 1. */
  public static void fail(String function, long call, int code) {
    try (Arena arena = Arena.ofConfined()) {
      call(
          "standin_fail",
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT),
          arena.allocateFrom(function),
          call,
          code);
    }
  }

  /** Changes the device: driver, devices, major, minor or memory. */
  public static void set(String setting, long value) {
    try (Arena arena = Arena.ofConfined()) {
      call(
          "standin_set",
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG),
          arena.allocateFrom(setting),
          value);
    }
  }

  /** How many calls a function has had since the reset. */
  public static long calls(String function) {
    return count("standin_calls", function);
  }

  /** How many objects of a kind live. */
  public static long live(String kind) {
    return count("standin_live", kind);
  }

  /** Fails the test if anything that a runtime makes still exists, or went with its context. */
  public static void assertNothingLives() {
    Map<String, Long> alive = new TreeMap<>();
    for (String kind : KINDS) {
      if (live(kind) != 0) {
        alive.put(kind, live(kind));
      }
    }
    Assertions.assertEquals(Map.of(), alive);
  }

  private static long count(String function, String what) {
    try (Arena arena = Arena.ofConfined()) {
      return (long)
          call(function, FunctionDescriptor.of(JAVA_LONG, ADDRESS), arena.allocateFrom(what));
    }
  }

  @SuppressWarnings("restricted")
  private static Object call(String name, FunctionDescriptor type, Object... arguments) {
    SymbolLookup symbols =
        SymbolLookup.libraryLookup(folder("common").resolve("libstandin.so"), Arena.global());
    try {
      return Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(name), type)
          .invokeWithArguments(Arrays.asList(arguments));
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
