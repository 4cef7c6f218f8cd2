package org.stiffgrad.bench.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.settings.Numbers;

/**
 * What was asked for; a resumed run goes on with the same.
 *
 * @param experiments the words of the experiments
 * @param sizesOption how the sizes were asked for on the command line
 * @param sizes the grid sizes of what is timed, ascending
 * @param memorySizes the grid sizes of the memory experiment
 * @param methods the gradient methods that the experiments are restricted to
 * @param budgetSeconds about the most seconds for warm-up and timing of a case
 * @param repeat how often to time a case, or null to choose by its duration
 * @param limitSeconds when a case is ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Choices(
    List<String> experiments,
    String sizesOption,
    List<Integer> sizes,
    List<Integer> memorySizes,
    List<String> methods,
    String backend,
    int threads,
    double budgetSeconds,
    @Nullable Integer repeat,
    double limitSeconds) {
  /** The command that measures some experiments of some methods in the same way. */
  public String command(List<String> chosenExperiments, List<String> chosenMethods) {
    StringBuilder words = new StringBuilder("java -jar bench/target/bench.jar document --backend ");
    words.append(backend).append(' ').append(sizesOption);
    words.append(" --experiments ").append(String.join(",", chosenExperiments));
    if (!chosenMethods.isEmpty()) {
      words.append(" --methods ").append(String.join(",", chosenMethods));
    }
    if (threads > 1) {
      words.append(" --threads ").append(threads);
    }
    if (repeat != null) {
      words.append(" --repeat ").append(repeat);
    }
    return words
        .append(" --budget-seconds ")
        .append(Numbers.shortText(budgetSeconds))
        .append(" --limit-seconds ")
        .append(Numbers.shortText(limitSeconds))
        .toString();
  }
}
