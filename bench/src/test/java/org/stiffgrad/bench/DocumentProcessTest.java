package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Journal;

/** The command document in a process of its own, which is killed, or whose disk is full. */
@EnabledOnOs(OS.LINUX)
class DocumentProcessTest {
  private static final String NEW =
      "document --backend scalar --repeat 1 --budget-seconds 0.02 --sizes 2,3 --experiments ad-choice,vjp-choice --out r";
  private static final String RESUME = "document --resume r";
  private static final int KILLS = 10;
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  private ProcessBuilder builder(String before, String words) {
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add("-c");
    command.add(before + "exec \"$@\"");
    command.add("bash");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(words.split(" ")));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile());
  }

  private int run(String before, String words) throws Exception {
    Process process = builder(before, words).start();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), words);
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private Set<JsonNode> cases(Path results) throws IOException {
    Set<JsonNode> keys = new HashSet<>();
    List<String> lines = Files.readAllLines(results.resolve(Journal.NAME));
    for (String line : lines.subList(1, lines.size())) {
      JsonNode key = new ObjectMapper().readTree(line).get("result").get("key");
      assertTrue(keys.add(key), () -> "twice: " + key);
    }
    return keys;
  }

  @Test
  void killingItAtTenRandomMomentsChangesNoCase() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path results = folder.resolve("r");
    int progress = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = builder("", Files.exists(results) ? RESUME : NEW).start();
      process.waitFor(300 + random.nextInt(1500), TimeUnit.MILLISECONDS);
      List<ProcessHandle> workers = process.descendants().toList();
      process.destroyForcibly().waitFor();
      for (ProcessHandle worker : workers) {
        worker.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      if (Files.exists(results)) {
        int lines = Files.readAllLines(results.resolve(Journal.NAME)).size();
        assertTrue(lines >= progress, "lines were lost, seed " + seed);
        progress = lines;
      }
    }
    assertEquals(0, run("", Files.exists(results) ? RESUME : NEW), () -> "seed %d".formatted(seed));
    Set<JsonNode> interrupted = cases(results);
    String plan =
        new ObjectMapper()
            .readTree(Files.readAllLines(results.resolve(Journal.NAME)).get(0))
            .get("heading")
            .get("choices")
            .toString();
    Set<JsonNode> planned = new HashSet<>();
    for (Object key : new DocumentPlan(new ObjectMapper().readValue(plan, Choices.class)).cases()) {
      planned.add(new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(key)));
    }
    assertEquals(planned, interrupted, "seed " + seed);
    assertTrue(Files.readString(results.resolve("index.html")).endsWith("</html>\n"));
    try (var files = Files.list(results)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")), "seed " + seed);
    }
  }

  @Test
  void interruptedWorkerLeavesNoFailedCase() throws Exception {
    Process process = builder("", NEW).start();
    Path results = folder.resolve("r").resolve(Journal.NAME);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(results) || Files.readAllLines(results).size() < 3) {
      assertTrue(process.isAlive() && System.nanoTime() < deadline, this::outputUnchecked);
      Thread.sleep(20);
    }
    process.descendants().forEach(ProcessHandle::destroy);
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(ExitCode.NO_RESULT.code(), process.exitValue(), this::outputUnchecked);
    assertTrue(output().contains("what was finished is saved"), output());
    assertFalse(Files.readString(results).contains("\"reason\""), "a case failed");
  }

  @Test
  void fullDiskEndsItWithoutLoss() throws Exception {
    /* No file of this process may be longer than 3 KiB; a disk that is full fails in the same way. */
    String words = NEW.replace("ad-choice,", "") + " --methods gauss-adjoint,quadrature-adjoint";
    int code = run("ulimit -f 3; ", words);
    assertEquals(ExitCode.USAGE.code(), code, this::outputUnchecked);
    assertTrue(output().contains("make room and go on by --resume"), output());
    assertEquals(0, run("", RESUME), this::outputUnchecked);
    cases(folder.resolve("r"));
  }

  private String outputUnchecked() {
    try {
      return output();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
