package org.stiffgrad.gpu.cuda;

import java.util.List;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.gpu.runtime.GpuDevice;

/**
 * A driver with a suitable device, and libraries that work with it.
 *
 * @param driver loaded and initialised
 * @param libraries found but not loaded
 */
public record CudaInstallation(CudaDriver driver, CudaLibraries libraries) {
  private static CudaInstallation find(LibraryFolders folders, List<Integer> majors)
      throws CudaDriver.Obstacle {
    CudaDriver driver = CudaDriver.open(folders);
    driver.initialize();
    CudaDriver.checkCapability(driver.describe(""));
    for (int major : driver.usable(majors)) {
      var found = CudaLibraries.find(folders, major);
      if (found.isPresent()) {
        return new CudaInstallation(driver, found.get());
      }
    }
    throw new CudaDriver.Obstacle(
        "the driver supports CUDA %s, but these libraries are missing: %s; install the CUDA toolkit, or set CUDA_HOME to where it is."
            .formatted(
                CudaDriver.text(driver.version()),
                CudaLibraries.missing(
                    folders, majors.stream().filter(driver.usable(majors)::contains).toList())));
  }

  /** Whether there is one, and which or why not. */
  public static Availability probe(LibraryFolders folders, List<Integer> majors) {
    try {
      CudaInstallation found = find(folders, majors);
      GpuDevice device = found.driver.describe("");
      return new Availability.Available(
          "%s, compute capability %s, driver for CUDA %s, libraries of CUDA %d in %s"
              .formatted(
                  device.name(),
                  device.computeCapability(),
                  device.driverVersion(),
                  found.libraries.major(),
                  found.libraries.blas().getParent()));
    } catch (CudaDriver.Obstacle e) {
      return new Availability.Unavailable(e.reason());
    }
  }

  /**
   * The installation to use.
   *
   * @param backend for the message
   * @throws BackendUnavailableException if there is none
   */
  public static CudaInstallation require(
      String backend, LibraryFolders folders, List<Integer> majors) {
    try {
      return find(folders, majors);
    } catch (CudaDriver.Obstacle e) {
      throw new BackendUnavailableException(backend, e.reason());
    }
  }
}
