package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.stiffgrad.gpu.runtime.GpuDevice;
import org.stiffgrad.gpu.runtime.GpuException;

/**
 * The driver of the machine, and what it says about itself and its first device. Nothing here makes
 * a context.
 */
public final class CudaDriver {
  private static final String LIBRARY = "libcuda.so.1";
  private static final String STAND_IN = "host stand-in";
  private static final int OLDEST = 12000;
  private static final int OLDEST_CAPABILITY = 7;
  private static final int NO_DEVICE = 100;
  private static final int MULTIPROCESSORS = 16;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  private final DriverFunctions functions;

  private CudaDriver(DriverFunctions functions) {
    this.functions = functions;
  }

  /** A reason why CUDA cannot be used here: one sentence. */
  static final class Obstacle extends Exception {
    private static final long serialVersionUID = 1L;

    Obstacle(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Loads the driver's library, for the life of the process. */
  @SuppressWarnings("restricted")
  static CudaDriver open(LibraryFolders folders) throws Obstacle {
    String where = LIBRARY;
    try {
      SymbolLookup library;
      if (folders.alone()) {
        Optional<Path> file = folders.find(LIBRARY);
        if (file.isEmpty()) {
          throw new Obstacle("there is no %s in %s.".formatted(LIBRARY, folders.folders()));
        }
        where = file.get().toString();
        library = SymbolLookup.libraryLookup(file.get(), Arena.global());
      } else {
        library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      }
      return new CudaDriver(NativeFunctions.bind(DriverFunctions.class, library));
    } catch (IllegalArgumentException e) {
      throw new Obstacle(
          "there is no NVIDIA driver (%s cannot be loaded); install it on a machine with an NVIDIA GPU."
              .formatted(where));
    } catch (NoSuchElementException e) {
      throw new Obstacle(
          "the NVIDIA driver (%s) lacks the function %s; install one for CUDA 12.0 or later."
              .formatted(where, e.getMessage()));
    } catch (IllegalCallerException e) {
      throw new Obstacle("the JVM denies native access; add --enable-native-access=ALL-UNNAMED.");
    }
  }

  DriverFunctions functions() {
    return functions;
  }

  /** Checks the driver's version, and that there is a device. */
  void initialize() throws Obstacle {
    int version = version();
    if (version < OLDEST) {
      throw new Obstacle(
          "the NVIDIA driver supports CUDA %s, and %s or later is needed; install a newer driver."
              .formatted(text(version), text(OLDEST)));
    }
    int code = functions.initialize(0);
    if (code == NO_DEVICE) {
      throw new Obstacle(
          "the NVIDIA driver finds no device; check nvidia-smi and CUDA_VISIBLE_DEVICES.");
    }
    if (code != 0) {
      throw new Obstacle(
          "cuInit fails with %s (%d), %s; check the driver with nvidia-smi."
              .formatted(errorName(code), code, errorText(code)));
    }
    if (readInt(result -> functions.deviceCount(result)) == 0) {
      throw new Obstacle("the NVIDIA driver shows no device; check CUDA_VISIBLE_DEVICES.");
    }
  }

  /** The newest version of CUDA that the driver supports: 1000 times the first part and so on. */
  int version() {
    return readInt(result -> functions.driverVersion(result));
  }

  /** The first device's handle. */
  int device() {
    return readInt(result -> functions.device(result, 0));
  }

  /** Describes the first device. */
  public GpuDevice describe(String libraries) {
    try (Arena arena = Arena.ofConfined()) {
      int device = device();
      MemorySegment name = arena.allocate(256);
      check("cuDeviceGetName", functions.deviceName(name.address(), 256, device));
      MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
      check("cuDeviceTotalMem", functions.deviceMemory(bytes.address(), device));
      String text = name.getString(0);
      return new GpuDevice(
          text,
          attribute(CAPABILITY_MAJOR, device),
          attribute(CAPABILITY_MINOR, device),
          attribute(MULTIPROCESSORS, device),
          bytes.get(ValueLayout.JAVA_LONG, 0),
          text(version()),
          libraries,
          text.startsWith(STAND_IN));
    }
  }

  /** Checks that a device can run what this program compiles. */
  static void checkCapability(GpuDevice device) throws Obstacle {
    if (device.major() < OLDEST_CAPABILITY) {
      throw new Obstacle(
          "%s has the compute capability %s, and %d.0 or later is needed."
              .formatted(device.name(), device.computeCapability(), OLDEST_CAPABILITY));
    }
  }

  private int attribute(int attribute, int device) {
    return readInt(result -> functions.deviceAttribute(result, attribute, device));
  }

  private interface Query {
    int ask(long result);
  }

  private int readInt(Query query) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
      check("a query of the CUDA driver", query.ask(result.address()));
      return result.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /** Throws if a call of the driver failed. */
  void check(String call, int code) {
    if (code != 0) {
      throw failure(call, code);
    }
  }

  /** What a failed call of the driver throws. */
  public GpuException failure(String call, int code) {
    String name = errorName(code);
    String advice =
        switch (name) {
          case "CUDA_ERROR_ILLEGAL_ADDRESS",
              "CUDA_ERROR_LAUNCH_FAILED",
              "CUDA_ERROR_MISALIGNED_ADDRESS",
              "CUDA_ERROR_ILLEGAL_INSTRUCTION",
              "CUDA_ERROR_LAUNCH_TIMEOUT",
              "CUDA_ERROR_ECC_UNCORRECTABLE" ->
              "%s; whatever this process had on the device is lost, so start the program again or choose another backend."
                  .formatted(errorText(code));
          default -> errorText(code) + ".";
        };
    return new GpuException(call, name, code, advice);
  }

  private String errorName(int code) {
    return constant(result -> functions.errorName(code, result), "unknown error");
  }

  private String errorText(int code) {
    return constant(result -> functions.errorText(code, result), "the driver does not explain it");
  }

  @SuppressWarnings("restricted")
  private static String constant(Query query, String otherwise) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
      if (query.ask(result.address()) != 0) {
        return otherwise;
      }
      MemorySegment text = result.get(ValueLayout.ADDRESS, 0);
      return text.address() == 0 ? otherwise : text.reinterpret(Long.MAX_VALUE).getString(0);
    }
  }

  private static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
