package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on the README's first screen is the example, compiles, and prints a gradient. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Path EXAMPLE = ROOT.resolve("examples/FirstGradient.java");

  @Test
  void theReadmeShowsTheExample() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertTrue(readme.contains("```java\n" + Files.readString(EXAMPLE) + "```"));
  }

  @Test
  void theExamplePrintsAGradient(@TempDir Path classes) throws Exception {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, "-d", classes.toString(), EXAMPLE.toString());
    assertEquals(0, result, () -> messages.toString(StandardCharsets.UTF_8));

    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream former = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> program = loader.loadClass("FirstGradient");
      Constructor<?> constructor = program.getDeclaredConstructor();
      Method main = program.getDeclaredMethod("main");
      constructor.setAccessible(true);
      main.setAccessible(true);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      main.invoke(constructor.newInstance());
    } finally {
      System.setOut(former);
    }
    String output = printed.toString(StandardCharsets.UTF_8);
    assertTrue(output.startsWith("G = ") && output.contains("dG/dp = ["), output);
    assertEquals(4 * 17 * 17, output.split(", ").length - 1, "numbers in dG/dp");
  }
}
