package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.document.Absence;
import org.stiffgrad.bench.document.CaseKey;
import org.stiffgrad.bench.document.Choices;
import org.stiffgrad.bench.document.Row;
import org.stiffgrad.bench.document.Section;

/** The rows of the document's tables, and of those beyond it, for what was asked for. */
final class DocumentPlan {
  /** Sources that the document's second experiment is to have besides the published ones. */
  private static final List<String> FURTHER_SOURCES = List.of("bytecode", "bytecode-rules");

  private static final String SYMBOLIC = "symbolic";
  private static final String GAUSS = "gauss-adjoint";

  /** Methods whose work does not grow with the number of parameters, or only as that of J S. */
  private static final List<String> PRECISE =
      List.of(
          "forward-sensitivity",
          "reverse-mode",
          "interpolating-adjoint",
          "quadrature-adjoint",
          GAUSS,
          "gauss-kronrod-adjoint");

  /** The largest grid at which tolerances are varied. */
  private static final int LARGEST_PRECISE = 8;

  private static final double[] RELATIVE_TOLERANCES = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};

  private final Choices choices;
  private final List<PublishedTimes.Figure> times = PublishedTimes.load().figures();
  private final List<PublishedMemory.Figure> memory = PublishedMemory.load();
  private final List<Row> rows = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();

  /** What the cases of a curve have in common. */
  private record Curve(String label, String method, String derivative) {}

  DocumentPlan(Choices choices) {
    this.choices = choices;
    if (has(Section.AD_CHOICE)) {
      addTimes(Section.AD_CHOICE);
    }
    if (has(Section.VJP_CHOICE)) {
      addTimes(Section.VJP_CHOICE);
      addFurtherSources();
    }
    if (has(Section.WORK_PRECISION)) {
      addWorkPrecision();
    }
    if (has(Section.BACKENDS)) {
      addBackends();
    }
    if (has(Section.MEMORY)) {
      addMemory();
    }
    if (has(Section.COLD)) {
      addCold();
    }
  }

  private boolean has(Section section) {
    return choices.experiments().contains(section.word());
  }

  /** The sizes that the document times, ascending. */
  static List<Integer> sizes() {
    return PublishedTimes.load().figures().stream()
        .map(PublishedTimes.Figure::n)
        .distinct()
        .sorted()
        .toList();
  }

  /** The sizes at which the document measures memory, ascending. */
  static List<Integer> memorySizes() {
    return PublishedMemory.load().stream()
        .map(PublishedMemory.Figure::n)
        .distinct()
        .sorted()
        .toList();
  }

  /** The methods that occur. */
  static List<String> methods() {
    return Stream.concat(
            PublishedTimes.load().figures().stream().map(PublishedTimes.Figure::method),
            PRECISE.stream())
        .distinct()
        .toList();
  }

  /** The methods of the memory experiment. */
  static List<String> memoryMethods() {
    return PublishedMemory.load().stream().map(PublishedMemory.Figure::method).distinct().toList();
  }

  private void addTimes(Section section) {
    List<PublishedTimes.Figure> table =
        times.stream().filter(figure -> figure.table().equals(section.word())).toList();
    List<Curve> curves =
        table.stream()
            .map(each -> new Curve(each.row(), each.method(), each.derivative()))
            .distinct()
            .filter(curve -> choices.methods().contains(curve.method()))
            .toList();
    for (Curve curve : curves) {
      Map<Integer, Double> published =
          table.stream()
              .filter(each -> each.row().equals(curve.label()))
              .collect(Collectors.toMap(PublishedTimes.Figure::n, PublishedTimes.Figure::seconds));
      for (int n : sizes(curve, published, choices.sizes())) {
        add(section, curve, warm(n, curve.method(), curve.derivative()), published.get(n));
      }
    }
  }

  /**
   * The sizes of a curve. Forward methods and differences go as far as in the document: their work
   * grows with N^8.
   */
  private static List<Integer> sizes(
      Curve curve, Map<Integer, Double> published, List<Integer> wanted) {
    int largest =
        ExperimentPlan.isAdjoint(curve.method())
            ? Integer.MAX_VALUE
            : Collections.max(published.keySet());
    return wanted.stream().filter(n -> n <= largest).toList();
  }

  private void addFurtherSources() {
    List<String> adjoints =
        times.stream()
            .filter(figure -> figure.table().equals(Section.VJP_CHOICE.word()))
            .map(PublishedTimes.Figure::method)
            .distinct()
            .filter(choices.methods()::contains)
            .toList();
    for (String source : FURTHER_SOURCES) {
      if (!ProblemSettings.derivativeNames().contains(source)) {
        absences.add(
            new Absence(
                Section.VJP_CHOICE, source, "This version has no derivative source of that name."));
      } else if (times.stream().noneMatch(figure -> figure.derivative().equals(source))) {
        for (String method : adjoints) {
          Curve curve = new Curve(method + "/" + source, method, source);
          choices
              .sizes()
              .forEach(n -> add(Section.VJP_CHOICE, curve, warm(n, method, source), null));
        }
      }
    }
  }

  private void addWorkPrecision() {
    int n =
        choices.sizes().stream()
            .filter(size -> size <= LARGEST_PRECISE)
            .max(Integer::compare)
            .orElse(choices.sizes().getFirst());
    for (String method : PRECISE) {
      if (choices.methods().contains(method)) {
        for (double reltol : RELATIVE_TOLERANCES) {
          add(
              Section.WORK_PRECISION,
              new Curve(method, method, SYMBOLIC),
              key(CaseKey.Kind.WARM, n, method, SYMBOLIC, choices.backend(), reltol),
              null);
        }
      }
    }
  }

  private void addBackends() {
    for (Backends.Entry entry : Backends.discover().entries()) {
      if (entry.availability() instanceof Availability.Unavailable unavailable) {
        absences.add(new Absence(Section.BACKENDS, entry.name(), unavailable.reason()));
      } else if (choices.methods().contains(GAUSS)) {
        for (int n : choices.sizes()) {
          add(
              Section.BACKENDS,
              new Curve(entry.name(), GAUSS, SYMBOLIC),
              key(CaseKey.Kind.WARM, n, GAUSS, SYMBOLIC, entry.name(), documentReltol()),
              null);
        }
      }
    }
  }

  private void addMemory() {
    Map<Curve, Map<Integer, Double>> published = new LinkedHashMap<>();
    for (PublishedMemory.Figure each : memory) {
      published
          .computeIfAbsent(
              new Curve(each.row(), each.method(), each.derivative()), c -> new LinkedHashMap<>())
          .put(each.n(), each.mebibytes());
    }
    published.forEach(
        (curve, figures) -> {
          if (choices.methods().contains(curve.method())) {
            for (int n : sizes(curve, figures, choices.memorySizes())) {
              add(Section.MEMORY, curve, fresh(n, curve), figures.get(n));
            }
          }
        });
  }

  private void addCold() {
    List<String> sources =
        times.stream()
            .filter(figure -> figure.method().equals(GAUSS))
            .map(PublishedTimes.Figure::derivative)
            .distinct()
            .filter(source -> choices.methods().contains(GAUSS))
            .toList();
    for (String source : sources) {
      Curve curve = new Curve(GAUSS + ", " + source, GAUSS, source);
      Stream.of(choices.sizes().getFirst(), choices.sizes().getLast())
          .distinct()
          .forEach(n -> add(Section.COLD, curve, fresh(n, curve), null));
    }
  }

  private void add(Section section, Curve curve, CaseKey key, @Nullable Double published) {
    rows.add(new Row(section, curve.label(), key, published));
  }

  private CaseKey warm(int n, String method, String derivative) {
    return key(CaseKey.Kind.WARM, n, method, derivative, choices.backend(), documentReltol());
  }

  private CaseKey fresh(int n, Curve curve) {
    return key(
        CaseKey.Kind.FRESH,
        n,
        curve.method(),
        curve.derivative(),
        choices.backend(),
        documentReltol());
  }

  private static double documentReltol() {
    return Experiment.OPTIONS.reltol();
  }

  /** Tolerances are in the document's ratio. */
  private static CaseKey key(
      CaseKey.Kind kind, int n, String method, String derivative, String backend, double reltol) {
    double abstol =
        Double.parseDouble(
            String.format(
                Locale.ROOT,
                "%.3g",
                reltol * Experiment.OPTIONS.abstol() / Experiment.OPTIONS.reltol()));
    return new CaseKey(kind, n, method, derivative, backend, abstol, reltol);
  }

  /** All rows, table by table. */
  List<Row> rows() {
    return rows;
  }

  /** What is missing from the tables. */
  List<Absence> absences() {
    return absences;
  }

  /** The cases, in the order in which they are to be measured; each only once. */
  List<CaseKey> cases() {
    LinkedHashSet<CaseKey> keys = new LinkedHashSet<>();
    rows.forEach(row -> keys.add(row.key()));
    return List.copyOf(keys);
  }
}
