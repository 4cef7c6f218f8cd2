package org.stiffgrad.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stiffgrad.bench.ExperimentPlan.Place;
import org.stiffgrad.bench.report.Footnotes;

/**
 * Cases as Markdown: a table for each grid size, with a row for each method and a column for each
 * source of derivatives. Where there is no result, a number leads to the reason below the tables.
 */
final class ResultTable {
  private static final String NOT_RUN = "it was not run before the experiment ended";

  private final List<Place> places;
  private final List<GradientCase> cases;
  private final Footnotes reasons = new Footnotes();

  /**
   * @param places of all cases that are to be run
   * @param cases those that were
   */
  ResultTable(List<Place> places, List<GradientCase> cases) {
    this.places = places;
    this.cases = cases;
  }

  /** The tables below a heading. */
  String markdown(String heading) {
    StringBuilder text = new StringBuilder(heading).append('\n');
    Map<Integer, List<Place>> sizes =
        places.stream().collect(Collectors.groupingBy(Place::n, TreeMap::new, Collectors.toList()));
    sizes.forEach(
        (n, ofSize) -> text.append("\n## N = ").append(n).append("\n\n").append(table(ofSize)));
    List<String> sentences = reasons.sentences();
    if (!sentences.isEmpty()) {
      text.append("\nNo result:\n\n");
      for (int k = 0; k < sentences.size(); k++) {
        text.append(k + 1).append(". ").append(escaped(sentences.get(k))).append('\n');
      }
    }
    return text.toString();
  }

  private String table(List<Place> ofSize) {
    List<String> methods = ofSize.stream().map(Place::method).distinct().toList();
    List<String> derivatives = ofSize.stream().map(Place::derivative).distinct().toList();
    StringBuilder text = new StringBuilder(row("method", derivatives));
    text.append(row("---", derivatives.stream().map(name -> "---").toList()));
    int n = ofSize.get(0).n();
    for (String method : methods) {
      text.append(
          row(method, derivatives.stream().map(name -> cell(new Place(n, method, name))).toList()));
    }
    return text.toString();
  }

  private static String row(String first, List<String> others) {
    return "| " + first + " | " + String.join(" | ", others) + " |\n";
  }

  private String cell(Place place) {
    Optional<GradientCase> found =
        cases.stream()
            .filter(row -> new Place(row.n(), row.method(), row.derivative()).equals(place))
            .findFirst();
    GradientCase.Result result = found.map(GradientCase::result).orElse(null);
    return result != null
        ? result.shortText()
        : "none " + reasons.mark(found.map(GradientCase::reason).orElse(NOT_RUN));
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
