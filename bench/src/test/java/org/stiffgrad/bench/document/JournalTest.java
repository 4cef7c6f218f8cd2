package org.stiffgrad.bench.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.bench.settings.InputException;

class JournalTest {
  private static final Setup HERE = setup("1", "abc", "a processor");
  private static final Choices CHOICES =
      new Choices(
          List.of("memory"),
          "--sizes 2,3",
          List.of(2, 3),
          List.of(2),
          List.of("gauss-adjoint"),
          "scalar",
          1,
          1.0,
          null,
          120.0);

  @TempDir Path parent;
  private Path folder;
  private Path file;

  private static Setup setup(String version, String commit, String machine) {
    return new Setup(
        version, commit, machine, 2, 1L << 30, "an OS", "a JVM", List.of(), Map.of(), Map.of());
  }

  private static CaseKey key(int n) {
    return new CaseKey(CaseKey.Kind.WARM, n, "gauss-adjoint", "symbolic", "scalar", 1e-5, 1e-7);
  }

  private static CaseResult result(int n) {
    return new CaseResult(
        key(n),
        "2026-01-01 00:00",
        new CaseResult.Measurement(1e-3 * n, 1e-3, 1, 3, 1e-8, 20, 10, 4096, null),
        null);
  }

  @BeforeEach
  void twoCases() {
    folder = parent.resolve("r");
    file = folder.resolve(Journal.NAME);
    try (Journal journal = Journal.create(folder, "2026-01-01 00:00", HERE, CHOICES)) {
      journal.add(result(2));
      journal.add(
          new CaseResult(key(3), "2026-01-01 00:01", null, "It is \u00fc | \"refused\"\n."));
    }
  }

  @Test
  void whatWasWrittenIsRead() {
    try (Journal journal = Journal.resume(folder, HERE)) {
      assertEquals(CHOICES, journal.heading().choices());
      assertEquals(HERE, journal.heading().setup());
      assertEquals(
          List.of(key(2), key(3)),
          journal.results().keySet().stream().sorted((a, b) -> a.n() - b.n()).toList());
      assertEquals(result(2), journal.result(key(2)));
      assertEquals("It is \u00fc | \"refused\"\n.", journal.results().get(key(3)).reason());
      journal.add(result(4));
    }
    try (Journal journal = Journal.resume(folder, HERE)) {
      assertEquals(3, journal.results().size());
    }
  }

  @Test
  void everyPartOfALastLineIsAsIfItWereNotThere() throws IOException {
    String whole = Files.readString(file);
    String before = whole.substring(0, whole.lastIndexOf('\n', whole.length() - 2) + 1);
    for (int length = before.length(); length < whole.length(); length++) {
      Files.writeString(file, whole.substring(0, length));
      try (Journal journal = Journal.resume(folder, HERE)) {
        assertEquals(1, journal.results().size(), "characters: " + length);
        journal.add(
            new CaseResult(key(3), "2026-01-01 00:01", null, "It is \u00fc | \"refused\"\n."));
      }
      assertEquals(whole, Files.readString(file));
    }
  }

  @Test
  void leftoversOfFilesAreDeleted() throws IOException {
    Path leftover = Files.createFile(folder.resolve(".stiffgrad-1.tmp"));
    Path other = Files.createFile(folder.resolve("notes.tmp"));
    Journal.resume(folder, HERE).close();
    assertFalse(Files.exists(leftover));
    assertTrue(Files.exists(other));
  }

  private void assertRefused(Setup here, String... expected) throws IOException {
    String before = Files.readString(file);
    String message =
        assertThrows(InputException.class, () -> Journal.resume(folder, here)).getMessage();
    for (String part : expected) {
      assertTrue(message.contains(part), message);
    }
    assertEquals(before, Files.readString(file));
  }

  @Test
  void fileOfAnotherVersionOrMachineIsRefused() throws IOException {
    assertRefused(setup("2", "abc", "a processor"), "version 1 there, 2 here");
    assertRefused(
        setup("1", "abd", "another"), "commit abc there", "processor a processor there, another");
  }

  @Test
  void fileOfAnotherFormatIsRefused() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"format\":1", "\"format\":2"));
    assertRefused(HERE, "is of format 2; this version writes format 1");
  }

  @Test
  void damagedLineIsNamed() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"medianSeconds\"", "medianSeconds"));
    assertRefused(HERE, "results.jsonl, line 2 cannot be used");
    Files.writeString(file, text.replace("\"medianSeconds\"", "\"secondsOfMedian\""));
    assertRefused(HERE, "line 2 cannot be used", "secondsOfMedian");
    Files.writeString(file, text.substring(text.indexOf('\n') + 1));
    assertRefused(HERE, "line 1 cannot be used");
    Files.writeString(file, text + text.substring(text.lastIndexOf('\n', text.length() - 2) + 1));
    assertRefused(HERE, "line 4", "not the only line");
    Files.writeString(file, "{\"heading\":");
    assertRefused(HERE, "not even its first line");
  }

  @Test
  void fileThatIsBeingWrittenIsRefused() throws IOException {
    try (Journal journal = Journal.resume(folder, HERE)) {
      assertRefused(HERE, "Another process is writing");
      journal.add(result(5));
    }
  }

  @Test
  void existingFolderIsRefusedAndKept() throws IOException {
    String before = Files.readString(file);
    String message =
        assertThrows(InputException.class, () -> Journal.create(folder, "", HERE, CHOICES))
            .getMessage();
    assertTrue(message.contains("exists already") && message.contains("--resume"), message);
    assertEquals(before, Files.readString(file));
  }

  @Test
  void folderThatCannotBeMadeOrHoldsNothingIsRefused() throws IOException {
    Path below = Files.writeString(parent.resolve("file"), "x").resolve("r");
    assertTrue(
        assertThrows(InputException.class, () -> Journal.create(below, "", HERE, CHOICES))
            .getMessage()
            .contains("cannot be written to"));
    assertTrue(
        assertThrows(InputException.class, () -> Journal.resume(parent, HERE))
            .getMessage()
            .contains("There is nothing to resume"));
  }

  @Test
  void aFailedWriteLosesNothing() throws IOException {
    Journal journal = Journal.resume(folder, HERE);
    String before = Files.readString(file);
    journal.close();
    String message = assertThrows(InputException.class, () -> journal.add(result(6))).getMessage();
    assertTrue(message.contains("make room and go on by --resume"), message);
    assertEquals(before, Files.readString(file));
    Files.writeString(file, "{\"result\":{", StandardOpenOption.APPEND);
    Journal.resume(folder, HERE).close();
    assertEquals(before, Files.readString(file));
  }
}
