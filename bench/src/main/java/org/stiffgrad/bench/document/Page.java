package org.stiffgrad.bench.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.settings.Numbers;

/** The report as one HTML page that needs no other file and no network. */
final class Page {
  private static final String TITLE = "Gradients of the Brusselator benchmark";

  private final Journal.Heading heading;
  private final List<Outcome> outcomes;
  private final List<Absence> absences;
  private final List<Plots.Plot> plots;
  private final Summary summary;

  Page(
      Journal.Heading heading,
      List<Outcome> outcomes,
      List<Absence> absences,
      List<Plots.Plot> plots,
      Summary summary) {
    this.heading = heading;
    this.outcomes = outcomes;
    this.absences = absences;
    this.plots = plots;
    this.summary = summary;
  }

  String html() {
    StringBuilder sections = new StringBuilder();
    Set<Section> shown = new LinkedHashSet<>();
    outcomes.forEach(each -> shown.add(each.row().section()));
    shown.forEach(section -> sections.append(section(section)));
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <link rel="icon" href="data:,">
        <style>
        %2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        <p>%3$s</p>
        %4$s<nav>%5$s<a href="#environment">Environment</a></nav>
        %6$s%7$s<script>
        %8$s</script>
        </body>
        </html>
        """
        .formatted(
            TITLE,
            resource("page.css"),
            escaped(introduction()),
            tiles(),
            shown.stream()
                .map(section -> "<a href=\"#%s\">%s</a>".formatted(section.word(), section.title()))
                .collect(Collectors.joining("\n")),
            sections,
            environment(),
            resource("page.js"));
  }

  private String introduction() {
    Choices choices = heading.choices();
    return "The experiments of SciMLBenchmarks.jl, \"Bruss Scaling PDE Differentiation Benchmarks\", by stiffgrad on the backend %s, %s: N x N Brusselator, 4 N² parameters, Rodas5 with dense LU, abstol 1e-5, reltol 1e-7 unless stated. Published figures were measured on another machine. Gradient errors are relative, in the Euclidean norm, to a gradient at abstol = reltol = 1e-11."
        .formatted(
            choices.backend(),
            choices.threads() == 1 ? "one thread" : choices.threads() + " threads");
  }

  private String tiles() {
    Map<String, String> tiles = new LinkedHashMap<>();
    tiles.put("cases measured", "%d of %d".formatted(summary.measured(), summary.cases()));
    tiles.put("cases over the limit", Integer.toString(summary.overLimit()));
    tiles.put("cases failed", Integer.toString(summary.failed()));
    if (summary.publishedTimes() > 0) {
      tiles.put(
          "published times with ours beside them",
          "%d of %d".formatted(summary.coveredTimes(), summary.publishedTimes()));
      tiles.put("published / here, geometric mean", ratio(summary.geometricMeanRatio()));
      tiles.put("published / here, least", ratio(summary.leastRatio()));
    }
    if (summary.publishedMemory() > 0) {
      tiles.put(
          "published memory with ours beside it",
          "%d of %d".formatted(summary.coveredMemory(), summary.publishedMemory()));
    }
    return tiles.entrySet().stream()
        .map(
            tile ->
                "<li><strong>%s</strong>%s</li>\n"
                    .formatted(escaped(tile.getValue()), escaped(tile.getKey())))
        .collect(Collectors.joining("", "<ul class=\"tiles\">\n", "</ul>\n"));
  }

  private static String ratio(@Nullable Double value) {
    return value == null ? "none" : String.format(Locale.ROOT, "%.3g", value);
  }

  private String section(Section section) {
    List<Outcome> rows = outcomes.stream().filter(each -> each.row().section() == section).toList();
    StringBuilder html = new StringBuilder();
    html.append(
        "<section id=\"%s\">\n<h2>%s</h2>\n<p>%s</p>\n"
            .formatted(section.word(), section.title(), escaped(section.description())));
    plots.stream()
        .filter(plot -> plot.section() == section)
        .forEach(plot -> html.append(figure(plot)));
    html.append(table(section, rows));
    for (Absence absence : absences) {
      if (absence.section() == section) {
        html.append(
            "<p>Missing: <strong>%s</strong>. %s</p>\n"
                .formatted(escaped(absence.what()), escaped(absence.reason())));
      }
    }
    html.append(reasons(rows));
    html.append(reproduce("this table", List.of(section.word()), List.of()));
    return html.append("</section>\n").toString();
  }

  private String figure(Plots.Plot plot) {
    return """
        <figure>
        <div class="wide" tabindex="0">%s</div>
        <figcaption>%s, also as <code>%s.svg</code> and <code>.png</code>.</figcaption>
        %s</figure>
        """
        .formatted(
            plot.drawing().svgElement(plot.file() + "-"),
            escaped(plot.drawing().title()),
            plot.file(),
            reproduce("this figure", plot.experiments(), plot.methods()));
  }

  private String reproduce(String what, List<String> experiments, List<String> methods) {
    return "<details><summary>How to reproduce %s</summary><pre>%s</pre></details>\n"
        .formatted(what, escaped(heading.choices().command(experiments, methods)));
  }

  private static String table(Section section, List<Outcome> rows) {
    List<Column> columns = Column.of(section);
    StringBuilder html = new StringBuilder("<div class=\"table\" tabindex=\"0\"><table>\n");
    html.append("<thead><tr>");
    for (Column column : columns) {
      html.append(
          "<th scope=\"col\"%s><button type=\"button\">%s</button></th>"
              .formatted(isText(column, rows) ? " class=\"text\"" : "", escaped(column.title())));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (Outcome row : rows) {
      html.append("<tr>");
      columns.forEach(column -> html.append(cell(column, row)));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static boolean isText(Column column, List<Outcome> rows) {
    return rows.stream().anyMatch(row -> column.value(row) instanceof String);
  }

  private static String cell(Column column, Outcome row) {
    Object value = column.value(row);
    if (value instanceof String text) {
      return "<td class=\"text\">%s</td>".formatted(escaped(text));
    }
    if (value instanceof Number) {
      return "<td data-value=\"%s\">%s</td>".formatted(value, column.text(row));
    }
    String reason = row.reason();
    return column == Column.MEDIAN_SECONDS && reason != null
        ? "<td data-value=\"\" title=\"%s\">%s</td>"
            .formatted(escaped(reason), row.isOverLimit() ? "over the limit" : "none")
        : "<td></td>";
  }

  private static String reasons(List<Outcome> rows) {
    String items =
        rows.stream()
            .filter(row -> row.reason() != null)
            .map(
                row ->
                    "<li>%s: %s</li>\n"
                        .formatted(
                            escaped(row.row().key().text()),
                            escaped(Objects.requireNonNull(row.reason()))))
            .distinct()
            .collect(Collectors.joining());
    return items.isEmpty() ? "" : "<p>No result:</p>\n<ul>\n" + items + "</ul>\n";
  }

  private String environment() {
    Setup setup = heading.setup();
    Choices choices = heading.choices();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Date", heading.date());
    facts.put("Program", "stiffgrad %s, commit %s".formatted(setup.version(), setup.commit()));
    facts.put("Processor", setup.machine());
    facts.put("Processors in use", Integer.toString(setup.processors()));
    facts.put("Memory", "%d MiB".formatted(setup.memoryBytes() >> 20));
    facts.put("System", setup.system());
    facts.put("Java", setup.java());
    facts.put("JVM flags", String.join(" ", setup.flags()));
    setup.backends().forEach((name, details) -> facts.put("Backend " + name, details));
    setup.variables().forEach((name, value) -> facts.put("Variable " + name, value));
    facts.put("Threads", Integer.toString(choices.threads()));
    facts.put(
        "A case",
        "warmed up in one process for all, then timed, %s; about %s s, ended after %s s"
            .formatted(
                choices.repeat() == null ? "up to 500 times" : choices.repeat() + " times",
                Numbers.shortText(choices.budgetSeconds()),
                Numbers.shortText(choices.limitSeconds())));
    String rows =
        facts.entrySet().stream()
            .map(
                fact ->
                    "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
                        .formatted(escaped(fact.getKey()), escaped(fact.getValue())))
            .collect(Collectors.joining());
    return """
        <section id="environment">
        <h2>Environment</h2>
        <table class="facts"><tbody>
        %s</tbody></table>
        <p>All of it again, on one core:</p>
        <pre>taskset -c 0 %s</pre>
        </section>
        """
        .formatted(rows, escaped(choices.command(choices.experiments(), List.of())));
  }

  private static String escaped(String text) {
    return StringEscapeUtils.escapeHtml4(text);
  }

  private static String resource(String name) {
    try (InputStream stream = Objects.requireNonNull(Page.class.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
