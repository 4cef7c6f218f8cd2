package org.stiffgrad.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.gpu.StandIn;
import org.stiffgrad.gpu.cuda.LibraryFolders;

class JCudaBindingTest {
  @BeforeEach
  @AfterEach
  void reset() {
    StandIn.reset();
  }

  @Test
  void needsTheLibrariesOfCuda12() {
    JCudaBinding binding = new JCudaBinding(StandIn.libraries(13));
    String reason = assertInstanceOf(Availability.Unavailable.class, binding.probe()).reason();
    assertTrue(
        reason.contains("missing: libnvrtc.so.12, libcublas.so.12, libcusolver.so.11"), reason);
    assertThrows(BackendUnavailableException.class, binding::open);
    LibraryFolders both = LibraryFolders.only(StandIn.folder("13"), StandIn.folder("12"));
    Availability found = new JCudaBinding(both).probe();
    String details = assertInstanceOf(Availability.Available.class, found).details();
    assertTrue(details.contains("libraries of CUDA 12"), details);
  }

  @Test
  void saysThatJCudaIsMissing() throws Exception {
    URL[] withoutJCuda =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .filter(path -> !path.contains("jcu"))
            .map(JCudaBindingTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(withoutJCuda, ClassLoader.getPlatformClassLoader())) {
      Class<?> folders = loader.loadClass(LibraryFolders.class.getName());
      Object standIn =
          folders
              .getMethod("only", Path[].class)
              .invoke(null, (Object) new Path[] {StandIn.folder("12")});
      Object binding =
          loader
              .loadClass(JCudaBinding.class.getName())
              .getConstructor(folders)
              .newInstance(standIn);
      Object found = binding.getClass().getMethod("probe").invoke(binding);
      assertEquals(
          "Unavailable[reason=JCuda is not on the class path; it lies in the folder lib beside bench.jar.]",
          found.toString());
    }
  }

  @Test
  void needsThePartOfTheSolverThatJCudaIsLinkedTo(@TempDir Path folder) throws IOException {
    try (Stream<Path> files = Files.list(StandIn.folder("12"))) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().contains("Mg")) {
          Files.createSymbolicLink(folder.resolve(file.getFileName()), file.toRealPath());
        }
      }
    }
    Availability found = new JCudaBinding(LibraryFolders.only(folder)).probe();
    String reason = assertInstanceOf(Availability.Unavailable.class, found).reason();
    assertTrue(reason.startsWith("libcusolverMg.so.11, which JCuda is linked to"), reason);
  }

  @Test
  void takesTheReasonFromJCudasMessage() {
    String reason = "/tmp/libJ.so: libX.so.12: cannot open shared object file";
    String message =
        """
        Error while loading native library "J"
        Stack trace from the attempt to load the library as a file:
        java.lang.UnsatisfiedLinkError: no J in java.library.path
        \tat java.lang.Runtime.load
        Stack trace from the attempt to load the library as a resource:
        java.lang.UnsatisfiedLinkError: %s
        \tat java.lang.System.load
        """
            .formatted(reason);
    assertEquals(reason, JCudaBinding.cause(new UnsatisfiedLinkError(message)));
    assertEquals("short", JCudaBinding.cause(new NoClassDefFoundError("short")));
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
