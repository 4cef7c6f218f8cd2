package org.stiffgrad.blas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * A Maven artifact with shared libraries among its resources. Asking for it loads none of them.
 *
 * @param group its group id
 * @param name its artifact id
 */
public record NativeArtifact(String group, String name) {
  /** The classifier of the only platform that the artifacts are named for in the build. */
  public static final String PLATFORM = "linux-x86_64";

  /**
   * Why the libraries cannot be had here, as one sentence, or empty if they can.
   *
   * @param resources absolute names of resources that have to be on the class path
   */
  public Optional<String> absence(String... resources) {
    String os = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    if (!os.toLowerCase(Locale.ROOT).equals("linux") || !architecture.equals("amd64")) {
      return Optional.of(
          "it is for %s, and this is %s on %s.".formatted(PLATFORM, os, architecture));
    }
    return Arrays.stream(resources)
        .filter(resource -> NativeArtifact.class.getResource(resource) == null)
        .findFirst()
        .map(
            resource ->
                "%s is not on the class path; keep the folder lib beside bench.jar, or add %s:%s, also with the classifier %s, to the dependencies."
                    .formatted(
                        resource.substring(resource.lastIndexOf('/') + 1), group, name, PLATFORM));
  }

  /** The version on the class path, such as {@code 0.3.31-1.5.13}. */
  public String version() {
    Properties properties = new Properties();
    try (InputStream stream =
        NativeArtifact.class.getResourceAsStream(
            "/META-INF/maven/%s/%s/pom.properties".formatted(group, name))) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "of unknown version");
  }
}
