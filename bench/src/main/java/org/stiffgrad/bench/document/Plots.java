package org.stiffgrad.bench.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.report.LogLogPlot;

/** The document's six plots, and two more. */
final class Plots {
  private static final String PARAMETERS = "Number of Parameters";
  private static final String RUNTIME = "Runtime (s)";

  /** The order gives a method its colour in every plot, and a source its marker. */
  private static final List<String> METHODS =
      List.of(
          "gauss-adjoint",
          "interpolating-adjoint",
          "quadrature-adjoint",
          "gauss-kronrod-adjoint",
          "forward-mode",
          "finite-differences",
          "reverse-mode");

  private static final List<String> SOURCES =
      List.of("symbolic", "dual", "tape", "compiled-tape", "bytecode", "bytecode-rules", "user");

  private static final Map<String, String> ADJOINTS = adjoints();

  private final List<Outcome> outcomes;

  /**
   * A plot with what a page says of it.
   *
   * @param file its name without extension
   * @param experiments what it shows
   * @param methods what it shows of them; empty for all
   */
  record Plot(
      String file,
      Section section,
      List<String> experiments,
      List<String> methods,
      LogLogPlot drawing) {}

  Plots(List<Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  private static Map<String, String> adjoints() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("interpolating-adjoint", "Brusselator interpolating adjoint VJP scaling");
    titles.put("quadrature-adjoint", "Brusselator quadrature adjoint VJP scaling");
    titles.put("gauss-adjoint", "Brusselator Gauss adjoint VJP scaling");
    titles.put("gauss-kronrod-adjoint", "Brusselator GaussKronrod adjoint VJP scaling");
    return titles;
  }

  /** Those for which anything was measured. */
  List<Plot> all() {
    List<Plot> plots = new ArrayList<>();
    plots.add(
        plot(
            "sensitivity-scaling",
            Section.AD_CHOICE,
            "Sensitivity Scaling on Brusselator",
            PARAMETERS,
            RUNTIME,
            byMethodAndSource(Section.AD_CHOICE)));
    ADJOINTS.forEach((method, title) -> plots.add(vjpScaling(method, title)));
    plots.add(
        plot(
            "work-precision",
            Section.WORK_PRECISION,
            "Work and precision, " + sizes(Section.WORK_PRECISION),
            "Relative Gradient Error",
            RUNTIME,
            workPrecision()));
    plots.add(
        plot(
            "backends",
            Section.BACKENDS,
            "Gauss adjoint, symbolic derivatives, by backend",
            PARAMETERS,
            RUNTIME,
            backends()));
    plots.add(
        plot(
            "memory",
            Section.MEMORY,
            "Brusselator Sensitivity Memory Scaling",
            PARAMETERS,
            "Memory (MiB)",
            byMethodAndSource(Section.MEMORY)));
    return plots.stream().filter(plot -> !plot.drawing().isEmpty()).toList();
  }

  private static Plot plot(
      String file,
      Section section,
      String title,
      String xTitle,
      String yTitle,
      List<LogLogPlot.Curve> curves) {
    return new Plot(
        file,
        section,
        List.of(section.word()),
        List.of(),
        new LogLogPlot(title, xTitle, yTitle, curves));
  }

  private List<LogLogPlot.Curve> byMethodAndSource(Section section) {
    return againstPublished(
        of(section), Plots::methodAndSource, each -> each.row().label(), Plots::byMethod);
  }

  private List<LogLogPlot.Curve> workPrecision() {
    return curves(
        of(Section.WORK_PRECISION),
        each -> each.row().key().method(),
        Column.ERROR,
        Column.MEDIAN_SECONDS,
        Plots::byMethod);
  }

  private List<LogLogPlot.Curve> backends() {
    return curves(
        of(Section.BACKENDS),
        each -> each.row().key().backend(),
        Column.PARAMETERS,
        Column.MEDIAN_SECONDS,
        (each, index) -> new int[] {index, index});
  }

  /** As in the document, the curve of the Jacobian by automatic differentiation is among them. */
  private Plot vjpScaling(String method, String title) {
    List<Outcome> shown = new ArrayList<>();
    for (Outcome each : outcomes) {
      CaseKey key = each.row().key();
      boolean isJacobian =
          each.row().section() == Section.AD_CHOICE && key.derivative().equals("dual");
      if (key.method().equals(method)
          && (isJacobian || each.row().section() == Section.VJP_CHOICE)) {
        shown.add(each);
      }
    }
    boolean measured = shown.stream().anyMatch(e -> e.row().section() == Section.VJP_CHOICE);
    return new Plot(
        method + "-vjp-scaling",
        Section.VJP_CHOICE,
        List.of(Section.AD_CHOICE.word(), Section.VJP_CHOICE.word()),
        List.of(method),
        new LogLogPlot(
            title,
            PARAMETERS,
            RUNTIME,
            againstPublished(
                measured ? shown : List.of(),
                each -> each.row().key().derivative(),
                each -> each.row().label().replaceFirst(".*/", ""),
                (each, index) -> {
                  int source = SOURCES.indexOf(each.row().key().derivative());
                  return new int[] {source, source};
                })));
  }

  private List<Outcome> of(Section section) {
    return outcomes.stream().filter(each -> each.row().section() == section).toList();
  }

  private String sizes(Section section) {
    return of(section).stream()
        .findFirst()
        .map(each -> "N = " + each.row().key().n())
        .orElse("nothing measured");
  }

  private static String methodAndSource(Outcome outcome) {
    CaseKey key = outcome.row().key();
    return key.method().equals("forward-mode") || key.method().equals("finite-differences")
        ? key.method()
        : key.method() + ", " + key.derivative();
  }

  /** How the curve of an outcome looks: its colour and its marker. */
  private interface Looks {
    int[] of(Outcome outcome, int index);
  }

  private static int[] byMethod(Outcome outcome, int index) {
    CaseKey key = outcome.row().key();
    /* The two forward methods are never in one plot. */
    int method = METHODS.indexOf(key.method().replace("forward-sensitivity", "forward-mode"));
    boolean hasSource = outcome.row().section() != Section.WORK_PRECISION;
    return new int[] {method, hasSource ? SOURCES.indexOf(key.derivative()) : method};
  }

  /** A curve for each name, and one for each published row. */
  private static List<LogLogPlot.Curve> againstPublished(
      List<Outcome> shown,
      Function<Outcome, String> name,
      Function<Outcome, String> published,
      Looks looks) {
    List<LogLogPlot.Curve> curves = new ArrayList<>();
    if (shown.stream().anyMatch(each -> each.comparable() != null)) {
      curves.addAll(curves(shown, published, each -> number(each.published()), true, looks));
      curves.addAll(curves(shown, name, each -> number(each.comparable()), false, looks));
    }
    return curves;
  }

  private static List<LogLogPlot.Curve> curves(
      List<Outcome> shown, Function<Outcome, String> name, Column x, Column y, Looks looks) {
    return curves(
        shown, name, each -> number(x.value(each)), each -> number(y.value(each)), false, looks);
  }

  private static List<LogLogPlot.Curve> curves(
      List<Outcome> shown,
      Function<Outcome, String> name,
      ToDoubleFunction<Outcome> y,
      boolean isReference,
      Looks looks) {
    return curves(shown, name, each -> each.row().key().parameters(), y, isReference, looks);
  }

  private static List<LogLogPlot.Curve> curves(
      List<Outcome> shown,
      Function<Outcome, String> name,
      ToDoubleFunction<Outcome> x,
      ToDoubleFunction<Outcome> y,
      boolean isReference,
      Looks looks) {
    Map<String, Map<CaseKey, Outcome>> groups = new LinkedHashMap<>();
    for (Outcome each : shown) {
      groups
          .computeIfAbsent(name.apply(each), key -> new LinkedHashMap<>())
          .putIfAbsent(each.row().key(), each);
    }
    List<LogLogPlot.Curve> curves = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          List<Outcome> points = List.copyOf(members.values());
          int[] look = looks.of(points.get(0), curves.size());
          curves.add(
              new LogLogPlot.Curve(
                  group,
                  points.stream().mapToDouble(x).toArray(),
                  points.stream().mapToDouble(y).toArray(),
                  Math.max(look[0], 0),
                  Math.max(look[1], 0),
                  isReference));
        });
    return curves;
  }

  /** Not a number if there is none. */
  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
