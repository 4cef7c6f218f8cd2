package org.stiffgrad.gpu.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.UserCache;

/**
 * What every binding does alike: copies by way of page-locked memory, their counts, the cache of
 * compiled kernels, which thread has the context, and the release of everything.
 */
public abstract class AbstractGpuRuntime implements GpuRuntime {
  private static final int STAGING_BYTES = 1 << 20;

  /** Host memory that lives as long as this runtime. */
  protected final Arena arena = Arena.ofShared();

  private final Set<Long> allocations = new HashSet<>();
  private final Set<AutoCloseable> parts = new LinkedHashSet<>();
  private final KernelCache cache = new KernelCache(UserCache.folder().resolve("kernels"));
  private MemorySegment staging = MemorySegment.NULL;
  private @Nullable Thread user;
  private @Nullable GpuDevice device;
  private boolean closed;
  private long uploads;
  private long uploadedBytes;
  private long downloads;
  private long downloadedBytes;

  /** Makes the context the calling thread's. */
  protected abstract void makeCurrent();

  /** As {@link #allocate}, without a record. */
  protected abstract long allocateMemory(long bytes);

  /** As {@link #free}. */
  protected abstract void freeMemory(long address);

  /** Page-locked host memory. */
  protected abstract long allocateHostMemory(long bytes);

  protected abstract void freeHostMemory(long address);

  /** Queues a copy from page-locked host memory. */
  protected abstract void copyToDevice(long source, long target, long bytes);

  /** Queues a copy to page-locked host memory. */
  protected abstract void copyToHost(long source, long target, long bytes);

  /** The version of the compiler, such as {@code NVRTC 13.0}. */
  protected abstract String compiler();

  /** The compute capabilities, times ten, that the compiler makes code for. */
  protected abstract int[] architectures();

  /** Compiles with exactly these options. */
  protected abstract byte[] compile(String source, List<String> options);

  /** Releases handles, stream and context, as far as they were made, by {@link #attempt}. */
  protected abstract void release();

  /** To be called once the context exists. */
  @SuppressWarnings("restricted")
  protected final void start(GpuDevice found) {
    device = found;
    staging = MemorySegment.ofAddress(allocateHostMemory(STAGING_BYTES)).reinterpret(STAGING_BYTES);
  }

  /** To be called first by whatever calls the driver or a library. */
  protected final void enter() {
    if (closed) {
      throw new IllegalStateException("The GPU runtime is closed.");
    }
    Thread thread = Thread.currentThread();
    if (thread != user) {
      makeCurrent();
      user = thread;
    }
  }

  /** Has {@link #close} close a part that nobody closed before. */
  protected final void own(AutoCloseable part) {
    parts.add(part);
  }

  /** A part was closed; a second call for the same one says no. */
  protected final boolean disown(AutoCloseable part) {
    return !closed && parts.remove(part);
  }

  /** Does a step of a release; that it fails must not keep the others from being done. */
  protected static void attempt(Runnable step) {
    try {
      step.run();
    } catch (GpuException e) {
      /* After a crash of a kernel every call fails, and the context releases what is left. */
    }
  }

  @Override
  public final GpuDevice device() {
    if (device == null) {
      throw new IllegalStateException("The GPU runtime is not open.");
    }
    return device;
  }

  @Override
  public final long allocate(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("Memory of %d bytes was asked for.".formatted(bytes));
    }
    enter();
    long address = allocateMemory(bytes);
    allocations.add(address);
    return address;
  }

  @Override
  public final void free(long address) {
    if (!allocations.remove(address)) {
      throw new IllegalArgumentException(
          "There is no memory to free at the address 0x%x.".formatted(address));
    }
    enter();
    freeMemory(address);
  }

  @Override
  public final void upload(double[] source, int start, int count, long target) {
    upload(source, ValueLayout.JAVA_DOUBLE, start, count, target);
  }

  @Override
  public final void upload(int[] source, int start, int count, long target) {
    upload(source, ValueLayout.JAVA_INT, start, count, target);
  }

  private void upload(Object source, ValueLayout type, int start, int count, long target) {
    enter();
    long size = type.byteSize();
    int most = (int) (STAGING_BYTES / size);
    for (int done = 0; done < count; ) {
      int part = Math.min(most, count - done);
      MemorySegment.copy(source, start + done, staging, type, 0, part);
      copyToDevice(staging.address(), target + done * size, part * size);
      /* The staging memory must not change before it is read. */
      synchronize();
      done += part;
    }
    uploads++;
    uploadedBytes += count * size;
  }

  @Override
  public final void download(long source, double[] target, int start, int count) {
    download(source, target, ValueLayout.JAVA_DOUBLE, start, count);
  }

  @Override
  public final void download(long source, int[] target, int start, int count) {
    download(source, target, ValueLayout.JAVA_INT, start, count);
  }

  /** Copies from the device to an array of the type. */
  protected final void download(
      long source, Object target, ValueLayout type, int start, int count) {
    enter();
    long size = type.byteSize();
    int most = (int) (STAGING_BYTES / size);
    for (int done = 0; done < count; ) {
      int part = Math.min(most, count - done);
      copyToHost(source + done * size, staging.address(), part * size);
      synchronize();
      MemorySegment.copy(staging, type, 0, target, start + done, part);
      done += part;
    }
    downloads++;
    downloadedBytes += count * size;
  }

  @Override
  public final TransferCounts transfers() {
    return new TransferCounts(uploads, uploadedBytes, downloads, downloadedBytes);
  }

  @Override
  public final byte[] compile(String source, String... options) {
    enter();
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--gpu-architecture=sm_" + architecture());
    List<String> origins = new ArrayList<>(all);
    origins.add(compiler());
    origins.add(source);
    var file = cache.file(origins);
    Optional<byte[]> kept = cache.read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] image = compile(source, all);
    cache.write(file, image);
    return image;
  }

  /**
   * The newest architecture known to the compiler whose code runs on the device: code for one
   * compute capability runs on those with the same first part and no lower second part.
   */
  private int architecture() {
    GpuDevice found = device();
    int best = 0;
    for (int candidate : architectures()) {
      if (candidate / 10 == found.major() && candidate % 10 <= found.minor()) {
        best = Math.max(best, candidate);
      }
    }
    if (best == 0) {
      throw new GpuException(
          "compile",
          "no common architecture",
          0,
          "%s makes no code for the compute capability %s of %s; use another version of CUDA."
              .formatted(compiler(), found.computeCapability(), found.name()));
    }
    return best;
  }

  @Override
  public final void close() {
    if (closed) {
      return;
    }
    attempt(this::enter);
    attempt(this::synchronize);
    for (AutoCloseable part : List.copyOf(parts)) {
      attempt(() -> closePart(part));
    }
    for (long address : allocations) {
      attempt(() -> freeMemory(address));
    }
    allocations.clear();
    if (staging.address() != 0) {
      attempt(() -> freeHostMemory(staging.address()));
    }
    release();
    closed = true;
    arena.close();
  }

  private static void closePart(AutoCloseable part) {
    try {
      part.close();
    } catch (GpuException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
