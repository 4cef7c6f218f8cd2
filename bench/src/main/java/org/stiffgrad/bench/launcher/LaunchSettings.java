package org.stiffgrad.bench.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** What the build wrote down about the Java that the library needs. */
final class LaunchSettings {
  /** The module without which the simd backend cannot run, an incubator module of the JDK. */
  static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final List<String> flags;
  private final int feature;

  private LaunchSettings(List<String> flags, int feature) {
    this.flags = flags;
    this.feature = feature;
  }

  static LaunchSettings load() {
    Properties properties = new Properties();
    try (InputStream stream = LaunchSettings.class.getResourceAsStream("launcher.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LaunchSettings(
        List.of(properties.getProperty("jvm.flags").trim().split("\\s+")),
        Integer.parseInt(properties.getProperty("jdk.feature").trim()));
  }

  /** The flags that every JVM of the library runs with. */
  List<String> flags() {
    return flags;
  }

  /** The least Java feature version. */
  int feature() {
    return feature;
  }
}
