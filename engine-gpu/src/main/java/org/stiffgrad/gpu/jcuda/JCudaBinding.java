package org.stiffgrad.gpu.jcuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.gpu.cuda.CudaInstallation;
import org.stiffgrad.gpu.cuda.CudaLibraries;
import org.stiffgrad.gpu.cuda.LibraryFolders;
import org.stiffgrad.gpu.runtime.GpuBinding;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/** Calls CUDA 12 by way of JCuda, which there is for no later version. */
public final class JCudaBinding implements GpuBinding {
  private static final String NAME = "jcuda";
  private static final List<Integer> VERSIONS = List.of(12);

  /** A class of each artifact that is needed. */
  private static final List<String> CLASSES =
      List.of(
          "jcuda.driver.JCudaDriver",
          "jcuda.nvrtc.JNvrtc",
          "jcuda.jcublas.JCublas2",
          "jcuda.jcusolver.JCusolverDn");

  /** Part of cuSOLVER, but a library of its own; JCuda is linked to it. */
  private static final String MULTIPLE_DEVICES = "libcusolverMg.so.11";

  private final LibraryFolders folders;

  /** Looks where this process should look. */
  public JCudaBinding() {
    this(LibraryFolders.ofProcess());
  }

  public JCudaBinding(LibraryFolders folders) {
    this.folders = folders;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    Availability found = CudaInstallation.probe(folders, VERSIONS);
    if (found instanceof Availability.Unavailable) {
      return found;
    }
    if (!isOnClassPath()) {
      return new Availability.Unavailable(
          "JCuda is not on the class path; it lies in the folder lib beside bench.jar.");
    }
    if (folders.find(MULTIPLE_DEVICES).isEmpty()) {
      return new Availability.Unavailable(
          MULTIPLE_DEVICES
              + ", which JCuda is linked to, is missing; install cuSOLVER of CUDA 12 completely.");
    }
    return found;
  }

  private static boolean isOnClassPath() {
    try {
      for (String name : CLASSES) {
        Class.forName(name, false, JCudaBinding.class.getClassLoader());
      }
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  public GpuRuntime open() {
    if (probe() instanceof Availability.Unavailable unavailable) {
      throw new BackendUnavailableException(NAME, unavailable.reason());
    }
    CudaInstallation found = CudaInstallation.require(NAME, folders, VERSIONS);
    CudaLibraries libraries = found.libraries();
    libraries.openSiblings();
    load(libraries.compiler());
    load(libraries.blas());
    load(libraries.solver());
    folders.find(MULTIPLE_DEVICES).ifPresent(JCudaBinding::load);
    try {
      return JCudaRuntime.open(found.driver());
    } catch (LinkageError e) {
      throw new BackendUnavailableException(
          NAME,
          "the native libraries of JCuda cannot be loaded (%s); install CUDA 12 completely."
              .formatted(cause(e)));
    }
  }

  /** JCuda's message is a page of stack traces, the last of which has the reason in its head. */
  static String cause(LinkageError error) {
    String text = String.valueOf(error.getMessage());
    String start = UnsatisfiedLinkError.class.getName() + ": ";
    int last = text.lastIndexOf(start);
    String rest = last < 0 ? text : text.substring(last + start.length());
    return rest.lines().findFirst().orElse(error.toString());
  }

  /** Libraries that are loaded are not searched for when JCuda's need them. */
  @SuppressWarnings("restricted")
  private static void load(Path library) {
    try {
      SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new BackendUnavailableException(
          NAME,
          "%s cannot be loaded, or a library that it needs; install CUDA 12 completely."
              .formatted(library));
    }
  }
}
