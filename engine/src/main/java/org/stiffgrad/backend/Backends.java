package org.stiffgrad.backend;

import java.util.List;
import java.util.ServiceLoader;
import org.stiffgrad.naming.Names;

/** The backends on the class path, whether each can run here, and the choice of one. Immutable. */
public final class Backends {
  /** The request that leaves the choice to {@link #select}. */
  public static final String AUTO = "auto";

  /** What {@link #AUTO} prefers, best first. */
  private static final List<String> PREFERENCE = List.of("simd", "scalar");

  private final List<Entry> entries;

  /** A backend's provider and whether it can run here. */
  public record Entry(ComputeBackendProvider provider, Availability availability) {
    /** The name by which the backend is selected. */
    public String name() {
      return provider.name();
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

  Backends(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Finds the backends and asks each whether it can run. */
  public static Backends discover() {
    return new Backends(
        ServiceLoader.load(ComputeBackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(provider -> new Entry(provider, provider.probe()))
            .toList());
  }

  /** Opens the backend of a name, or the best one for {@code auto}; see {@link #select}. */
  public static ComputeBackend open(String name) {
    return discover().select(name).open();
  }

  /** Every backend found, available or not. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The backend for a request. A named backend is that one or an error, never another.
   *
   * @param request a backend's name, or {@link #AUTO}
   * @throws IllegalArgumentException if there is no backend of that name
   * @throws BackendUnavailableException if the named backend cannot run here
   */
  public Selection select(String request) {
    if (request.equals(AUTO)) {
      return automatic();
    }
    Entry entry = Names.find("backend", request, entries, Entry::name);
    if (entry.availability() instanceof Availability.Unavailable unavailable) {
      throw new BackendUnavailableException(request, unavailable.reason());
    }
    return new Selection(entry, "it was named");
  }

  private Selection automatic() {
    StringBuilder passedOver = new StringBuilder();
    for (String name : PREFERENCE) {
      for (Entry entry : entries) {
        if (entry.name().equals(name)) {
          if (entry.availability() instanceof Availability.Unavailable unavailable) {
            passedOver.append("; ").append(name).append(": ").append(unavailable.reason());
          } else {
            return new Selection(
                entry, "the first available of " + String.join(", ", PREFERENCE) + passedOver);
          }
        }
      }
    }
    throw new BackendUnavailableException(AUTO, "none can run" + passedOver);
  }
}
