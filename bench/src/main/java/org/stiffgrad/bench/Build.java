package org.stiffgrad.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What the build wrote down about itself.
 *
 * @param commit that it was made from, or {@code unknown}
 */
record Build(String version, String commit) {
  static Build load() {
    Properties properties = new Properties();
    try (InputStream stream =
        Objects.requireNonNull(Build.class.getResourceAsStream("bench.properties"))) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(properties.getProperty("version"), properties.getProperty("commit"));
  }
}
