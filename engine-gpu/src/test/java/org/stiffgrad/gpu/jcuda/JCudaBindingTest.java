package org.stiffgrad.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
