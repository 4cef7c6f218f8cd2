package org.stiffgrad.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.stiffgrad.naming.Names;

/** The backends on the class path, whether each can run here, and the choice of one. Immutable. */
public final class Backends {
  /** The request that leaves the choice to {@link #select}. */
  public static final String AUTO = "auto";

  /**
   * What {@link #AUTO} chooses from, the preferred first. The backend nd4j is not among them: it
   * calls what openblas calls, on copies.
   */
  private static final List<String> PREFERENCE = List.of("simd", "openblas", "scalar");

  private final List<Entry> entries;
  private final BackendTimesCache cache;

  /** A backend's provider and whether it can run here. */
  public record Entry(ComputeBackendProvider provider, Availability availability) {
    /** The name by which the backend is selected. */
    public String name() {
      return provider.name();
    }

    private boolean isAvailable() {
      return availability instanceof Availability.Available;
    }
  }

  /** A chosen backend and why it was chosen. */
  public record Selection(Entry entry, String reason) {
    /** The name of the chosen backend. */
    public String name() {
      return entry.name();
    }

    /** Opens the chosen backend for one thread. */
    public ComputeBackend open() {
      return open(BackendOptions.defaults());
    }

    /**
     * Opens the chosen backend.
     *
     * @throws IllegalArgumentException if it cannot use that many threads
     */
    public ComputeBackend open(BackendOptions options) {
      int most = entry.provider().maximumThreads();
      if (options.threads() > most) {
        throw new IllegalArgumentException(
            "The backend %s cannot compute on %d threads; here it can use %s."
                .formatted(name(), options.threads(), most == 1 ? "1 only" : "1 to " + most));
      }
      return entry.provider().open(options);
    }
  }

  Backends(List<Entry> entries, Path cacheFolder) {
    this.entries = List.copyOf(entries);
    cache = new BackendTimesCache(cacheFolder);
  }

  /** Finds the backends and asks each whether it can run. */
  public static Backends discover() {
    return new Backends(
        ServiceLoader.load(ComputeBackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(provider -> new Entry(provider, provider.probe()))
            .toList(),
        UserCache.folder());
  }

  /**
   * Opens the backend of a name for one thread, or for {@code auto} the preferred one, whatever the
   * size of the problem; see {@link #select}.
   */
  public static ComputeBackend open(String name) {
    return discover().select(name).open();
  }

  /** Opens the backend for a request; see {@link #select(String, int, BackendOptions)}. */
  public static ComputeBackend open(String request, int states, BackendOptions options) {
    return discover().select(request, states, options).open(options);
  }

  /** Every backend found, available or not. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The backend for a request, for one thread. A named backend is that one or an error, never
   * another; {@code auto} is the first available of those it prefers.
   *
   * @param request a backend's name, or {@link #AUTO}
   * @throws IllegalArgumentException if there is no backend of that name
   * @throws BackendUnavailableException if the named backend cannot run here
   */
  public Selection select(String request) {
    return request.equals(AUTO) ? preferred(BackendOptions.defaults()) : named(request);
  }

  /**
   * The backend for a request and a problem. A named backend is that one or an error, never
   * another. Of those that can use the threads, {@code auto} chooses the fastest at dense steps of
   * the problem's size, if {@link #measure} has been called on this machine, and else the first
   * that it prefers.
   *
   * @param request a backend's name, or {@link #AUTO}
   * @param states the number of states of the problem
   * @throws IllegalArgumentException if there is no backend of that name
   * @throws BackendUnavailableException if the named backend cannot run here
   */
  public Selection select(String request, int states, BackendOptions options) {
    if (!request.equals(AUTO)) {
      return named(request);
    }
    Optional<BackendTimes> times = times(options);
    if (times.isEmpty()) {
      return preferred(options);
    }
    List<Entry> candidates = candidates(options);
    List<String> names = candidates.stream().map(Entry::name).toList();
    String fastest = times.get().fastest(names, states);
    return new Selection(candidates.get(names.indexOf(fastest)), times.get().reason(names, states));
  }

  private Selection named(String name) {
    Entry entry = Names.find("backend", name, entries, Entry::name);
    if (entry.availability() instanceof Availability.Unavailable unavailable) {
      throw new BackendUnavailableException(name, unavailable.reason());
    }
    return new Selection(entry, "it was named");
  }

  private Selection preferred(BackendOptions options) {
    StringBuilder passedOver = new StringBuilder();
    for (String name : PREFERENCE) {
      for (Entry entry : entries) {
        if (entry.name().equals(name)
            && entry.availability() instanceof Availability.Unavailable unavailable) {
          passedOver.append("; ").append(name).append(": ").append(unavailable.reason());
        }
      }
    }
    List<Entry> candidates = candidates(options);
    if (candidates.isEmpty()) {
      throw new BackendUnavailableException(
          AUTO, "none can run on %d threads%s".formatted(options.threads(), passedOver));
    }
    return new Selection(
        candidates.get(0),
        "the first available of %s, none of them measured%s"
            .formatted(String.join(", ", PREFERENCE), passedOver));
  }

  /** What {@code auto} chooses from, the preferred first. */
  private List<Entry> candidates(BackendOptions options) {
    return PREFERENCE.stream()
        .flatMap(name -> entries.stream().filter(entry -> entry.name().equals(name)))
        .filter(Entry::isAvailable)
        .filter(entry -> entry.provider().maximumThreads() >= options.threads())
        .toList();
  }

  /** The times on which {@code auto} decides, if they were measured on this machine. */
  public Optional<BackendTimes> times(BackendOptions options) {
    List<Entry> candidates = candidates(options);
    return candidates.isEmpty()
        ? Optional.empty()
        : cache.read(
            BackendTimesCache.key(candidates, options.threads()),
            candidates.stream().map(Entry::name).toList());
  }

  /**
   * Measures the backends from which {@code auto} chooses. It takes about ten seconds, nearly all
   * of them for the JIT to compile, on a machine that has nothing else to do.
   */
  public BackendTimes measure(BackendOptions options) {
    List<ComputeBackend> backends = new ArrayList<>();
    try {
      for (Entry entry : candidates(options)) {
        backends.add(entry.provider().open(options));
      }
      return BackendMeasurement.measure(backends);
    } finally {
      backends.forEach(ComputeBackend::close);
    }
  }

  /**
   * Keeps times for later choices on this machine.
   *
   * @return the file that holds them
   * @throws IOException if it cannot be written
   */
  public Path keep(BackendTimes times, BackendOptions options) throws IOException {
    String key = BackendTimesCache.key(candidates(options), options.threads());
    cache.write(key, times);
    return cache.file(key);
  }

  /**
   * Forgets the times of every kind of machine.
   *
   * @return how many files held them
   * @throws IOException if one cannot be deleted
   */
  public int forget() throws IOException {
    return cache.clear();
  }
}
