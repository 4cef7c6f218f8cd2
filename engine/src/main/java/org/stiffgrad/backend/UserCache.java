package org.stiffgrad.backend;

import java.nio.file.Path;

/**
 * The folder in which the user's machine keeps what can be made again: {@code
 * $XDG_CACHE_HOME/stiffgrad}, or {@code ~/.cache/stiffgrad} (XDG Base Directory Specification).
 */
public final class UserCache {
  private static final String VARIABLE = "XDG_CACHE_HOME";

  private UserCache() {}

  /** The folder, which may not exist yet. */
  public static Path folder() {
    String base = System.getenv(VARIABLE);
    /* The specification has relative paths ignored. */
    return base != null && Path.of(base).isAbsolute()
        ? Path.of(base, "stiffgrad")
        : Path.of(System.getProperty("user.home"), ".cache", "stiffgrad");
  }
}
