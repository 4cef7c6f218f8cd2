package org.stiffgrad.gpu.cuda;

import java.util.List;
import java.util.Optional;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.gpu.runtime.GpuDevice;
import org.stiffgrad.gpu.runtime.GpuException;

/**
 * A driver with a suitable device, and libraries that work with it.
 *
 * @param driver loaded and initialised
 * @param device the first one, described without the libraries
 * @param libraries found but not loaded
 */
public record CudaInstallation(CudaDriver driver, GpuDevice device, CudaLibraries libraries) {
  /** The first version whose code generator knows no capability below 7.5. */
  private static final int WITHOUT_VOLTA = 13;

  private static CudaInstallation find(LibraryFolders folders, List<Integer> majors)
      throws CudaDriver.Obstacle {
    CudaDriver driver = CudaDriver.open(folders);
    try {
      driver.initialize();
      GpuDevice device = driver.describe("");
      CudaDriver.checkCapability(device);
      boolean volta = device.major() == 7 && device.minor() < 5;
      int newest = driver.version() / 1000;
      List<Integer> usable =
          majors.stream()
              .filter(major -> major <= newest && !(volta && major >= WITHOUT_VOLTA))
              .toList();
      for (int major : usable) {
        Optional<CudaLibraries> found = CudaLibraries.find(folders, major);
        if (found.isPresent()) {
          return new CudaInstallation(driver, device, found.get());
        }
      }
      throw new CudaDriver.Obstacle(
          "the driver supports CUDA %s, but these libraries are missing: %s; install the CUDA toolkit, or set CUDA_HOME to where it is."
              .formatted(device.driverVersion(), CudaLibraries.missing(folders, usable)));
    } catch (GpuException e) {
      throw new CudaDriver.Obstacle("the NVIDIA driver cannot be used: " + e.getMessage());
    }
  }

  /** Whether there is one, and which or why not. */
  public static Availability probe(LibraryFolders folders, List<Integer> majors) {
    try {
      CudaInstallation found = find(folders, majors);
      GpuDevice device = found.device;
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
