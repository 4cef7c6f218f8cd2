package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stiffgrad.bench.document.CaseKey;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Row;
import org.stiffgrad.bench.document.Section;

class DocumentPlanTest {
  private static DocumentPlan plan(List<Integer> sizes, List<Integer> memorySizes) {
    return new DocumentPlan(
        new Choices(
            Section.words(),
            "--full",
            sizes,
            memorySizes,
            DocumentPlan.methods(),
            "scalar",
            1,
            1,
            null,
            120));
  }

  private static final DocumentPlan FULL = plan(DocumentPlan.sizes(), DocumentPlan.memorySizes());

  private static long count(DocumentPlan plan, Section section) {
    return plan.rows().stream().filter(row -> row.section() == section).count();
  }

  @Test
  void everyPublishedRowHasARow() {
    Map<List<Object>, Double> published = new HashMap<>();
    for (Row row : FULL.rows()) {
      if (row.published() != null) {
        published.put(List.of(row.section().word(), row.label(), row.key().n()), row.published());
      }
    }
    assertEquals(333 + 48, published.size());
    for (PublishedTimes.Figure figure : PublishedTimes.load().figures()) {
      assertEquals(
          figure.seconds(), published.get(List.of(figure.table(), figure.row(), figure.n())));
    }
    for (PublishedMemory.Figure figure : PublishedMemory.load()) {
      assertEquals(figure.mebibytes(), published.get(List.of("memory", figure.row(), figure.n())));
    }
  }

  @Test
  void rowsOfTheDocumentHaveTheDocumentsTolerances() {
    for (Row row : FULL.rows()) {
      if (row.section() != Section.WORK_PRECISION) {
        assertEquals(1e-5, row.key().abstol());
        assertEquals(1e-7, row.key().reltol());
      }
    }
    assertTrue(
        FULL.rows().stream()
            .filter(row -> row.section() == Section.WORK_PRECISION)
            .anyMatch(row -> row.key().abstol() == 1e-5 && row.key().reltol() == 1e-7));
  }

  @Test
  void casesAreMeasuredOnce() {
    List<CaseKey> cases = FULL.cases();
    assertEquals(cases.size(), new HashSet<>(cases).size());
    /* AD choice, 141, and two more sources of the four adjoints at 12 sizes. */
    long warm =
        cases.stream()
            .filter(key -> key.kind() == CaseKey.Kind.WARM && key.backend().equals("scalar"))
            .filter(key -> key.reltol() == 1e-7)
            .filter(key -> DocumentPlan.methods().indexOf(key.method()) < 6)
            .count();
    assertTrue(warm >= 141 + 96, "cases: " + warm);
  }

  @Test
  void sourcesThatDoNotExistAreMissingAndNotOmitted() {
    long missing =
        List.of("bytecode", "bytecode-rules").stream()
            .filter(source -> !ProblemSettings.derivativeNames().contains(source))
            .count();
    assertEquals(
        missing,
        FULL.absences().stream().filter(each -> each.section() == Section.VJP_CHOICE).count());
    assertTrue(
        FULL.absences().stream()
            .anyMatch(each -> each.reason().equals(AbsentBackendProvider.REASON)));
  }

  @Test
  void forwardMethodsGoAsFarAsInTheDocument() {
    DocumentPlan plan = plan(List.of(11, 16, 20), List.of(11, 20));
    assertTrue(
        plan.rows().stream()
            .filter(row -> !ExperimentPlan.isAdjoint(row.key().method()))
            .filter(row -> row.section() != Section.WORK_PRECISION)
            .allMatch(row -> row.key().n() == 11));
    /* 10 rows of adjoints at three sizes, forward mode and differences at one. */
    assertEquals(10 * 3 + 2, count(plan, Section.AD_CHOICE));
    assertEquals(6 * 2 + 2, count(plan, Section.MEMORY));
  }
}
