package org.stiffgrad.bench.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaSearchTest {
  /** No real JDK is this recent, so that only the folders made here can be found. */
  private static final int LEAST = 1025;

  @TempDir Path folder;
  private Path old;

  @BeforeEach
  void running() throws IOException {
    old = home("old", "17.0.15", LaunchSettings.VECTOR_MODULE);
  }

  private Path home(String name, String version, String modules) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Path executable = Files.createFile(home.resolve("bin/java"));
    assertTrue(executable.toFile().setExecutable(true));
    Files.writeString(
        home.resolve("release"),
        "JAVA_VERSION=\"%s\"\nMODULES=\"java.base %s\"\n".formatted(version, modules));
    return home;
  }

  private Path find(Map<String, String> environment) throws NoJavaException {
    return new JavaSearch(environment, old.toString(), folder.resolve("user").toString(), LEAST)
        .find();
  }

  private String refusal(Map<String, String> environment) {
    return String.valueOf(
        assertThrows(NoJavaException.class, () -> find(environment)).getMessage());
  }

  @Test
  void variableThatNamesAJdkIsFollowed() throws Exception {
    Path home = home("new", "1025.0.3", LaunchSettings.VECTOR_MODULE);
    Path expected = home.resolve("bin/java");
    assertEquals(expected, find(Map.of("JAVA_HOME", home.toString())));
    assertEquals(
        expected, find(Map.of("JAVA_HOME", old.toString(), "JAVA_HOME_1025_X64", home.toString())));
    assertEquals(expected, find(Map.of("JDK_1025", home.toString())));
  }

  @Test
  void installedJdkIsFound() throws Exception {
    Path home = home("user/.sdkman/candidates/java/1025-tem", "1025-ea", "jdk.incubator.vector");
    assertEquals(home.resolve("bin/java"), find(Map.of()));
  }

  @Test
  void oldestOfThoseThatSuitIsTaken() throws Exception {
    home("user/.jdks/a", "1027", LaunchSettings.VECTOR_MODULE);
    Path home = home("user/.jdks/b", "1025.0.1", LaunchSettings.VECTOR_MODULE);
    home("user/.jdks/c", "1024", LaunchSettings.VECTOR_MODULE);
    assertEquals(home.resolve("bin/java"), find(Map.of()));
  }

  @Test
  void jdkWithoutTheVectorModuleIsPassedOver() throws Exception {
    home("user/.jdks/a", "1025", "java.desktop");
    String message = refusal(Map.of());
    assertTrue(message.contains("install one") && message.contains(JavaSearch.CHOICE), message);
  }

  @Test
  void namedJavaIsTakenOrRefusedButNeverReplaced() throws Exception {
    Path home = home("user/.jdks/a", "1025", LaunchSettings.VECTOR_MODULE);
    Path other = home("other", "1026", LaunchSettings.VECTOR_MODULE);
    assertEquals(other.resolve("bin/java"), find(Map.of(JavaSearch.CHOICE, other.toString())));
    String message = refusal(Map.of(JavaSearch.CHOICE, old.toString()));
    assertTrue(message.contains(old.toString()), message);
    assertTrue(Files.exists(home));
  }

  @ParameterizedTest
  @CsvSource({"25.0.3,25", "25-ea,25", "1.8.0_452,8", "11,11", "'',0", "x,0"})
  void featureVersionIsRead(String version, int expected) {
    assertEquals(expected, JavaHome.feature(version));
  }

  @Test
  void buildFilledInTheFlags() {
    LaunchSettings settings = LaunchSettings.load();
    assertTrue(settings.feature() >= 25);
    assertTrue(settings.flags().contains(LaunchSettings.VECTOR_MODULE));
  }
}
