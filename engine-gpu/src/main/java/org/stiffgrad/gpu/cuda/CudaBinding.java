package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.gpu.runtime.GpuBinding;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/** Calls CUDA 12 or 13 through the foreign-function interface of the JVM. */
public final class CudaBinding implements GpuBinding {
  private static final String NAME = "cuda";

  private final LibraryFolders folders;

  /** Looks where this process should look. */
  public CudaBinding() {
    this(LibraryFolders.ofProcess());
  }

  public CudaBinding(LibraryFolders folders) {
    this.folders = folders;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    return CudaInstallation.probe(folders, CudaLibraries.KNOWN);
  }

  @Override
  public GpuRuntime open() {
    CudaInstallation found = CudaInstallation.require(NAME, folders, CudaLibraries.KNOWN);
    CudaLibraries libraries = found.libraries();
    libraries.openSiblings();
    CompilerFunctions compiler = bind(CompilerFunctions.class, libraries.compiler());
    BlasFunctions blas = bind(BlasFunctions.class, libraries.blas());
    SolverFunctions solver = bind(SolverFunctions.class, libraries.solver());
    return CudaRuntime.open(found.driver(), compiler, blas, solver);
  }

  @SuppressWarnings("restricted")
  private static <T> T bind(Class<T> type, Path file) {
    try {
      return NativeFunctions.bind(type, SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new BackendUnavailableException(
          NAME,
          "%s cannot be loaded, or a library that it needs; install the CUDA toolkit completely."
              .formatted(file));
    } catch (NoSuchElementException e) {
      throw new BackendUnavailableException(
          NAME,
          "%s lacks the function %s; it is not of CUDA 12 or 13.".formatted(file, e.getMessage()));
    }
  }
}
