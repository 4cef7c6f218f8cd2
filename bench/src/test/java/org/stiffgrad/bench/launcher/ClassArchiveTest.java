package org.stiffgrad.bench.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  @TempDir Path folder;

  private Path jar() {
    return folder.resolve("bench.jar");
  }

  private Path archive() {
    return folder.resolve("bench.jsa");
  }

  @Test
  void anArchiveIsUsedWhereThereIsOne() throws IOException {
    assertEquals(List.of(), ClassArchive.flags(jar()));
    assertEquals(List.of(), ClassArchive.flags(folder), "classes in a folder");
    Files.createFile(archive());
    assertTrue(ClassArchive.flags(jar()).contains("-XX:SharedArchiveFile=" + archive()));
  }

  /** What is no archive of this JVM and jar must neither break a start nor be heard of. */
  @Test
  void archivesOfOthersAreIgnoredSilently() throws Exception {
    String expected = java(List.of());
    Files.writeString(archive(), "");
    assertEquals(expected, java(ClassArchive.flags(jar())), "empty");
    Files.writeString(archive(), "no archive, but long enough for a header ".repeat(1000));
    assertEquals(expected, java(ClassArchive.flags(jar())), "something else");
    assertEquals(
        expected, java(List.of("-XX:ArchiveClassesAtExit=" + archive(), "-Xlog:disable")), "made");
    byte[] made = Files.readAllBytes(archive());
    assertEquals(expected, java(ClassArchive.flags(jar())), "of the same JVM");
    Files.delete(archive());
    Files.write(archive(), Arrays.copyOf(made, made.length / 2));
    assertEquals(expected, java(ClassArchive.flags(jar())), "truncated");
    // The name of the JVM's build stands in the header.
    int build = new String(made, StandardCharsets.ISO_8859_1).indexOf("OpenJDK");
    assertTrue(build > 0);
    made[build]++;
    Files.write(archive(), made);
    assertEquals(expected, java(ClassArchive.flags(jar())), "of another JVM");
  }

  /** The output and the exit code of a JVM with such flags that runs a program. */
  private String java(List<String> flags) throws IOException, InterruptedException {
    Path program = folder.resolve("Program.java");
    Files.writeString(
        program,
        "class Program { public static void main(String[] a) { System.out.println(7); } }");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    Collections.addAll(command, program.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output + process.waitFor();
  }
}
