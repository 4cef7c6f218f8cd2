package org.stiffgrad.bench.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The report in numbers; a ratio is published over measured seconds.
 *
 * @param cases that were to be measured
 * @param measured of them
 * @param overLimit cases that were ended at the limit
 * @param failed cases that have another reason for having no result
 * @param publishedTimes rows of the tables that have a published time
 * @param coveredTimes those of them that have a time of ours
 * @param publishedMemory rows of the memory table that have a published figure
 * @param coveredMemory those of them that have one of ours
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Summary(
    int cases,
    int measured,
    int overLimit,
    int failed,
    int publishedTimes,
    int coveredTimes,
    int publishedMemory,
    int coveredMemory,
    @Nullable Double leastRatio,
    @Nullable Double geometricMeanRatio) {
  static Summary of(List<Outcome> outcomes) {
    List<CaseResult> results =
        outcomes.stream()
            .map(Outcome::result)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .distinct()
            .toList();
    long measured = results.stream().filter(each -> each.measurement() != null).count();
    long over =
        outcomes.stream()
            .filter(Outcome::isOverLimit)
            .map(each -> each.row().key())
            .distinct()
            .count();
    List<Outcome> published =
        outcomes.stream().filter(each -> each.row().published() != null).toList();
    List<Outcome> memory =
        published.stream().filter(each -> each.row().section() == Section.MEMORY).toList();
    List<Outcome> times =
        published.stream().filter(each -> each.row().section() != Section.MEMORY).toList();
    double[] ratios =
        times.stream().map(Outcome::ratio).filter(Objects::nonNull).mapToDouble(r -> r).toArray();
    double meanLogarithm = Arrays.stream(ratios).map(Math::log).average().orElse(Double.NaN);
    return new Summary(
        (int) outcomes.stream().map(each -> each.row().key()).distinct().count(),
        (int) measured,
        (int) over,
        (int) (results.size() - measured - over),
        times.size(),
        ratios.length,
        memory.size(),
        (int) memory.stream().filter(each -> each.comparable() != null).count(),
        ratios.length == 0 ? null : Arrays.stream(ratios).min().getAsDouble(),
        ratios.length == 0 ? null : Math.exp(meanLogarithm));
  }

  /** Lines for people. */
  public String text() {
    String text =
        "%d of %d cases measured, %d over the limit, %d failed\n"
            .formatted(measured, cases, overLimit, failed);
    if (publishedTimes > 0) {
      text +=
          "published times covered: %d of %d%s\n"
              .formatted(
                  coveredTimes,
                  publishedTimes,
                  leastRatio == null
                      ? ""
                      : String.format(
                          Locale.ROOT,
                          "; published / here: least %.2f, geometric mean %.2f",
                          leastRatio,
                          geometricMeanRatio));
    }
    return publishedMemory == 0
        ? text
        : text
            + "published memory figures covered: %d of %d\n"
                .formatted(coveredMemory, publishedMemory);
  }
}
