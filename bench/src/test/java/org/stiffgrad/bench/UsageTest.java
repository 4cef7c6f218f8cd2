package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.bench.settings.Key;

class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "gradient",
        "profile",
        "solve",
        "methods",
        "compare",
        "document",
        "memory",
        "backends"
      })
  void helpNamesEveryOptionWithItsKeyAndVariable(String command) {
    Bench.Outcome outcome = new Bench(folder).run(command, "--help");
    assertEquals(0, outcome.code());
    String help = outcome.out().replaceAll("\\s+", " ");
    for (Key key : Key.common()) {
      String option = key.isFlag() ? key.option().replace("--", "--[no-]") : key.option();
      assertTrue(help.contains(option), help);
      assertTrue(help.contains("Key " + key.path() + ", variable " + key.variable()), help);
    }
  }

  @Test
  void helpNamesTheCommandsAndTheExitCodes() {
    String help = new Bench(folder).run("--help").out().replaceAll("\\s+", " ");
    for (String part :
        new String[] {
          "run",
          "gradient",
          "profile",
          "solve",
          "methods",
          "compare",
          "document",
          "memory",
          "jmh",
          "backends",
          "130 interrupted"
        }) {
      assertTrue(help.contains(part), help);
    }
  }

  @Test
  void versionIsTheBuilds() {
    String version = new Bench(folder).run("--version").out();
    assertTrue(version.matches("stiffgrad \\d.*\\s+"), version);
  }

  @Test
  void backendsListsThoseThatAreNotAvailableWithTheirReason() {
    String list = new Bench(folder).run("backends").out();
    assertTrue(list.matches("(?s).*scalar +available .*"), list);
    assertTrue(list.contains(AbsentBackendProvider.REASON), list);
  }

  @Test
  void measuredBackendsAreKeptUntilTheyAreForgotten() {
    Bench bench = new Bench(folder);
    assertTrue(bench.run("backends", "--measure").out().contains("scalar, dense step"));
    assertTrue(bench.run("backends").out().contains("scalar, dense step"));
    Bench.Outcome cleared = bench.run("backends", "--clear-cache");
    assertTrue(cleared.err().contains("Forgot"), cleared::err);
    assertTrue(cleared.out().contains("auto chooses"), cleared::out);
    assertTrue(!cleared.out().contains("dense step"), cleared::out);
  }
}
