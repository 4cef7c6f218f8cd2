package org.stiffgrad.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.gpu.StandIn;
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/** Finding driver, device and libraries; every obstacle is one sentence. */
class CudaBindingTest {
  @TempDir private Path temporary;

  @BeforeEach
  @AfterEach
  void reset() {
    StandIn.reset();
  }

  private static String reason(LibraryFolders folders) {
    CudaBinding binding = new CudaBinding(folders);
    String reason = assertInstanceOf(Availability.Unavailable.class, binding.probe()).reason();
    assertTrue(reason.endsWith(".") && !reason.contains("\n"), reason);
    BackendUnavailableException e = assertThrows(BackendUnavailableException.class, binding::open);
    assertEquals("The backend cuda is not available here: " + reason, e.getMessage());
    StandIn.assertNothingLives();
    return reason;
  }

  private static String details(LibraryFolders folders) {
    return assertInstanceOf(Availability.Available.class, new CudaBinding(folders).probe())
        .details();
  }

  /** A folder with links to some of the stand-in's files. */
  private Path linked(String name, String version, String... files) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    for (String file : files) {
      Files.createSymbolicLink(
          folder.resolve(file), StandIn.folder(version).resolve(file).toRealPath());
    }
    return folder;
  }

  @Test
  void aProbeSaysWhatItFoundAndMakesNoContext() {
    String details = details(StandIn.libraries(13));
    assertTrue(details.startsWith("host stand-in (no GPU), compute capability 9.0"), details);
    assertTrue(details.contains("libraries of CUDA 13 in "), details);
    assertEquals(0, StandIn.calls("cuDevicePrimaryCtxRetain"));
    StandIn.assertNothingLives();
  }

  @Test
  void noDriver() {
    assertTrue(reason(LibraryFolders.only(temporary)).contains("there is no libcuda.so.1"));
  }

  @Test
  void aFileThatIsNoDriver() throws IOException {
    Files.writeString(temporary.resolve("libcuda.so.1"), "nothing");
    assertTrue(reason(LibraryFolders.only(temporary)).startsWith("there is no NVIDIA driver"));
  }

  @Test
  void aDriverThatLacksAFunction() throws IOException {
    Files.copy(
        StandIn.folder("13").resolve("libcublasLt.so.13"), temporary.resolve("libcuda.so.1"));
    String reason = reason(LibraryFolders.only(temporary));
    assertTrue(reason.matches("the NVIDIA driver .* lacks the function cu.*"), reason);
  }

  @Test
  void anOldDriver() {
    StandIn.set("driver", 11040);
    String reason = reason(StandIn.libraries(13));
    assertTrue(reason.contains("supports CUDA 11.4, and 12.0 or later is needed"), reason);
  }

  @Test
  void noDevice() {
    StandIn.set("devices", 0);
    assertTrue(reason(StandIn.libraries(13)).startsWith("the NVIDIA driver finds no device"));
  }

  @Test
  void aDriverThatDoesNotStart() {
    String expected = "cuInit fails with CUDA_ERROR_NOT_INITIALIZED (3)";
    StandIn.fail("cuInit", 1, 3);
    Availability found = new CudaBinding(StandIn.libraries(13)).probe();
    String reason = assertInstanceOf(Availability.Unavailable.class, found).reason();
    assertTrue(reason.startsWith(expected), reason);
  }

  @Test
  void aDriverThatShowsNoDevice() {
    StandIn.fail("cuDeviceGetCount", 1, 3);
    Availability found = new CudaBinding(StandIn.libraries(13)).probe();
    String reason = assertInstanceOf(Availability.Unavailable.class, found).reason();
    assertTrue(
        reason.startsWith("the NVIDIA driver cannot be used: ")
            && reason.contains("CUDA_ERROR_NOT_INITIALIZED"),
        reason);
  }

  @Test
  void cuda13IsNotForVolta() {
    StandIn.set("major", 7);
    StandIn.set("minor", 0);
    String details = details(LibraryFolders.only(StandIn.folder("12"), StandIn.folder("13")));
    assertTrue(details.contains("libraries of CUDA 12"), details);
    String reason = reason(StandIn.libraries(13));
    assertTrue(reason.contains("missing: libnvrtc.so.12, libcublas.so.12"), reason);
  }

  @Test
  void anOldDevice() {
    StandIn.set("major", 6);
    StandIn.set("minor", 1);
    String reason = reason(StandIn.libraries(12));
    assertTrue(reason.contains("compute capability 6.1, and 7.0 or later is needed"), reason);
  }

  @Test
  void missingLibrariesAreNamed() throws IOException {
    Path folder =
        linked("part", "13", "libcuda.so.1", "libstandin.so", "libnvrtc.so.13", "libcublas.so.13");
    String reason = reason(LibraryFolders.only(folder));
    assertTrue(
        reason.contains(
            "missing: libcusolver.so.12, libnvrtc.so.12, libcublas.so.12, libcusolver.so.11;"),
        reason);
  }

  @Test
  void librariesThatAreTooNewForTheDriver() {
    StandIn.set("driver", 12040);
    String reason = reason(StandIn.libraries(13));
    assertTrue(reason.startsWith("the driver supports CUDA 12.4, but"), reason);
    assertTrue(
        reason.contains("there is " + StandIn.folder("13").resolve("libcublas.so.13")), reason);
  }

  @Test
  void librariesOfAnUnknownVersion() throws IOException {
    Path folder = linked("unknown", "13", "libcuda.so.1", "libstandin.so");
    Files.createFile(folder.resolve("libcublas.so.14"));
    Files.createFile(folder.resolve("libcublas.so.14.1.2"));
    String reason = reason(LibraryFolders.only(folder));
    assertTrue(reason.contains("libcublas.so.14, of a version that cannot be used"), reason);
  }

  @Test
  void theNewestVersionThatTheDriverSupportsIsTaken() {
    LibraryFolders both = LibraryFolders.only(StandIn.folder("12"), StandIn.folder("13"));
    assertTrue(details(both).contains("libraries of CUDA 13"));
    StandIn.set("driver", 12060);
    assertTrue(details(both).contains("libraries of CUDA 12"));
  }

  @Test
  void aLibraryThatLacksAFunction() {
    CudaBinding binding = new CudaBinding(LibraryFolders.only(StandIn.folder("incomplete")));
    BackendUnavailableException e = assertThrows(BackendUnavailableException.class, binding::open);
    assertTrue(
        e.getMessage().contains("libcublas.so.13 lacks the function cublasDgemm_v2_64"),
        e::getMessage);
    StandIn.assertNothingLives();
  }

  @Test
  void aLibraryThatDoesNotLoad() throws IOException {
    Path folder =
        linked(
            "broken", "13", "libcuda.so.1", "libstandin.so", "libnvrtc.so.13", "libcublas.so.13");
    Files.writeString(folder.resolve("libcusolver.so.12"), "nothing");
    CudaBinding binding = new CudaBinding(LibraryFolders.only(folder));
    BackendUnavailableException e = assertThrows(BackendUnavailableException.class, binding::open);
    assertTrue(e.getMessage().contains("libcusolver.so.12 cannot be loaded"), e::getMessage);
  }

  @Test
  void librariesMayLieInSeveralFolders() throws IOException {
    Path driver = linked("driver", "12", "libcuda.so.1", "libstandin.so");
    Path nvrtc = linked("nvrtc", "12", "libnvrtc.so.12", "kernel.h");
    Path blas = linked("cublas", "12", "libcublas.so.12", "libcublasLt.so.12");
    Path solver = linked("cusolver", "12", "libcusolver.so.11");
    LibraryFolders folders = LibraryFolders.only(driver, nvrtc, blas, solver);
    try (GpuRuntime runtime = new CudaBinding(folders).open()) {
      runtime.free(runtime.allocate(8));
    }
    CudaLibraries libraries = CudaLibraries.find(folders, 12).orElseThrow();
    assertEquals(List.of(blas.resolve("libcublasLt.so.12")), libraries.siblings());
  }

  @Test
  void siblingsComeBeforeThoseThatNeedThem() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("siblings"));
    for (String name :
        List.of(
            "libnvrtc.so.13",
            "libnvrtc-builtins.so.13.0",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcusolver.so.12",
            "libcusparse.so.12",
            "libnvJitLink.so.13")) {
      Files.createFile(folder.resolve(name));
    }
    CudaLibraries found = CudaLibraries.find(LibraryFolders.only(folder), 13).orElseThrow();
    assertEquals(
        List.of(
            "libnvJitLink.so.13",
            "libcusparse.so.12",
            "libcublasLt.so.13",
            "libnvrtc-builtins.so.13.0"),
        found.siblings().stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void aDeviceThatIsNewerThanTheCompiler() {
    StandIn.set("major", 13);
    try (GpuRuntime runtime = new CudaBinding(StandIn.libraries(13)).open()) {
      GpuException e =
          assertThrows(
              GpuException.class, () -> runtime.compile("extern \"C\" __global__ void k() {}"));
      assertTrue(e.getMessage().contains("no code for the compute capability 13.0"), e::getMessage);
    }
    StandIn.assertNothingLives();
  }
}
