package org.stiffgrad.bench.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  private void file(String name, String content) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), content);
  }

  private Settings resolve(Map<Key, String> options, Map<String, String> environment, String file) {
    return Settings.resolve(options, environment, file, folder);
  }

  @Test
  void eachPlaceComesBeforeTheNext() throws IOException {
    Map<Key, String> options = new HashMap<>();
    Map<String, String> environment = new HashMap<>();
    assertEquals(1e-5, resolve(options, environment, null).number(Key.ABSTOL));
    file("stiffgrad.conf", "solver.abstol = 1e-1");
    assertEquals(1e-1, resolve(options, environment, null).number(Key.ABSTOL));
    file("my.conf", "solver { abstol = 1e-2 }");
    assertEquals(1e-2, resolve(options, environment, "my.conf").number(Key.ABSTOL));
    environment.put("STIFFGRAD_SOLVER_ABSTOL", "1e-3");
    assertEquals(1e-3, resolve(options, environment, "my.conf").number(Key.ABSTOL));
    options.put(Key.ABSTOL, "1e-4");
    assertEquals(1e-4, resolve(options, environment, "my.conf").number(Key.ABSTOL));
  }

  @Test
  void listsAreTheSameFromEveryPlace() throws IOException {
    double[] expected = {0, 2.5};
    assertArrayEquals(
        expected, resolve(Map.of(Key.TSPAN, "0, 2.5"), Map.of(), null).numbers(Key.TSPAN));
    assertArrayEquals(
        expected,
        resolve(Map.of(), Map.of("STIFFGRAD_PROBLEM_TSPAN", "0,2.5"), null).numbers(Key.TSPAN));
    file("my.conf", "problem.tspan = [0, 2.5]");
    assertArrayEquals(expected, resolve(Map.of(), Map.of(), "my.conf").numbers(Key.TSPAN));
  }

  @Test
  void fileNamesAreRelativeToWhereTheyAreGiven() throws IOException {
    file("sub/my.conf", "problem.parameters.file = p.txt");
    Settings settings = resolve(Map.of(Key.GRADIENT_OUT, "g.txt"), Map.of(), "sub/my.conf");
    assertEquals(folder.resolve("sub/p.txt"), settings.file(Key.PARAMETERS).orElseThrow());
    assertEquals(folder.resolve("g.txt"), settings.file(Key.GRADIENT_OUT).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "64KiB,65536", "3MiB,3145728", "2GiB,2147483648"})
  void bytesMayHaveAUnit(String text, long expected) {
    assertEquals(
        expected,
        resolve(Map.of(Key.MEMORY_BUDGET, text), Map.of(), null).bytes(Key.MEMORY_BUDGET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1 MB", "64mib", "KiB", "9223372036854775807KiB"})
  void whatIsNoNumberOfBytesIsRefused(String text) {
    assertThrows(
        InputException.class, () -> resolve(Map.of(Key.MEMORY_BUDGET, text), Map.of(), null));
  }

  @Test
  void allStandsForEveryName() {
    List<String> names = List.of("a", "b");
    Settings all = resolve(Map.of(Key.RUN_METHODS, "all"), Map.of(), null);
    assertEquals(names, all.choicesOrAll(Key.RUN_METHODS, names));
    Settings one = resolve(Map.of(Key.RUN_METHODS, "b"), Map.of(), null);
    assertEquals(List.of("b"), one.choicesOrAll(Key.RUN_METHODS, names));
  }

  @Test
  void negatedFlagOverridesTheConfigurationFile() throws IOException {
    file("stiffgrad.conf", "json = true");
    assertTrue(resolve(Map.of(), Map.of(), null).flag(Key.JSON));
    assertFalse(resolve(Map.of(Key.JSON, "false"), Map.of(), null).flag(Key.JSON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          solver.abstoll = 1             | line 1: solver.abstoll is not a known key; did you mean solver.abstol?
          sover.abstol = 1               | did you mean solver?
          slver { }                      | did you mean solver?
          solver = rodas5                | solver is 'rodas5'; expected a section
          solver.abstol = small          | line 1: solver.abstol is 'small'; expected a finite number.
          solver.abstol = [1, 2]         | the list [1, 2]; expected a finite number
          solver.abstol = null           | is null
          solver.abstol { x = 1 }        | is a section; expected a finite number
          problem.n = 2.5                | expected a whole number
          problem.tspan = [0, x]         | problem.tspan is '0,x'
          problem.tspan = []             | expected finite numbers
          json = maybe                   | expected true or false
          """)
  void wrongConfigurationIsReportedWithItsPlace(String content, String expected)
      throws IOException {
    file("my.conf", content);
    InputException e =
        assertThrows(InputException.class, () -> resolve(Map.of(), Map.of(), "my.conf"));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains("my.conf"), message);
  }

  @Test
  void unrelatedVariablesAreLeftAlone() {
    resolve(
        Map.of(), Map.of("STIFFGRAD_JAVA_HOME", "x", "STIFFGRAD_DEBUG", "1", "PATH", "x"), null);
  }

  @ParameterizedTest
  @EnumSource(Key.class)
  void defaultsAreValid(Key key) {
    key.defaultValue().ifPresent(value -> Setting.of(key, "default", folder, value));
  }

  @ParameterizedTest
  @CsvSource({"1e-5,1e-5", "17,17", "0.1,0.1", "1.5e-9,1.5e-9", "2.5e12,2.5e12", "0.002,0.002"})
  void shortTextIsTheUsualOne(double value, String expected) {
    assertEquals(expected, Numbers.shortText(value));
    assertEquals(value, Numbers.finite(Numbers.exactText(value)).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"1f", "1d", "NaN", "Infinity", "''", "0x10", "1_000", "one"})
  void whatIsNoFiniteNumberIsRefused(String text) {
    assertTrue(Numbers.finite(text).isEmpty());
  }
}
