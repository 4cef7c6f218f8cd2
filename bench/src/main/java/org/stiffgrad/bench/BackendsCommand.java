package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.BackendTimes;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** Lists the backends, and measures those from which auto chooses. */
final class BackendsCommand implements Command {
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Backend(
      String name, boolean available, @Nullable String details, @Nullable String reason) {}

  private record Times(
      List<Integer> orders,
      Map<String, List<Double>> stepSeconds,
      Map<String, List<Double>> productSeconds) {}

  /** What auto chooses for a number of states. */
  private record Choice(int states, String backend, String reason) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Document(List<Backend> backends, @Nullable Times times, List<Choice> auto) {}

  @Override
  public String name() {
    return "backends";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Lists every backend: what it is, or why it is not available here; and what auto chooses for dense systems of several sizes.",
        "auto chooses by times that are measured once on a machine, on request, and then kept in the user's cache.");
  }

  @Override
  public List<Key> keys() {
    return List.of(Key.BACKENDS_MEASURE, Key.BACKENDS_CLEAR_CACHE);
  }

  @Override
  public void run(Settings settings, Console console) {
    BackendOptions options =
        BackendOptions.defaults().withThreads(settings.integer(Key.THREADS, 1));
    Backends backends = Backends.discover();
    if (settings.flag(Key.BACKENDS_CLEAR_CACHE)) {
      clear(backends, console);
    }
    Optional<BackendTimes> times =
        settings.flag(Key.BACKENDS_MEASURE)
            ? Optional.of(measure(backends, options, console))
            : backends.times(options);
    List<Backend> list = backends.entries().stream().map(BackendsCommand::describe).toList();
    Times figures =
        times
            .map(each -> new Times(BackendTimes.orders(), each.steps(), each.products()))
            .orElse(null);
    List<Choice> auto =
        BackendTimes.orders().stream().map(order -> choice(backends, order, options)).toList();
    console.result(
        new Document(list, figures, auto),
        text(list) + "\n" + (figures == null ? reason(auto) : text(figures, auto)));
  }

  private static Choice choice(Backends backends, int states, BackendOptions options) {
    Backends.Selection selection = backends.select(Backends.AUTO, states, options);
    return new Choice(states, selection.name(), selection.reason());
  }

  private static void clear(Backends backends, Console console) {
    try {
      int count = backends.forget();
      console.note(
          count == 0 ? "No times were kept." : "Forgot %d file(s) of times.".formatted(count));
    } catch (IOException e) {
      throw new InputException("The times that were kept cannot be deleted: " + Reasons.of(e));
    }
  }

  private static BackendTimes measure(Backends backends, BackendOptions options, Console console) {
    BackendTimes times;
    try (Progress progress = console.progress("backends", 1)) {
      progress.begin("dense algebra");
      times = backends.measure(options);
      progress.done();
    }
    try {
      console.note("The times are kept in %s.".formatted(backends.keep(times, options)));
    } catch (IOException e) {
      console.note(
          "The times cannot be kept, so that later commands do not know them: " + Reasons.of(e));
    }
    return times;
  }

  private static Backend describe(Backends.Entry entry) {
    if (entry.availability() instanceof Availability.Available available) {
      return new Backend(entry.name(), true, available.details(), null);
    }
    Availability.Unavailable unavailable = (Availability.Unavailable) entry.availability();
    return new Backend(entry.name(), false, null, unavailable.reason());
  }

  private static String text(List<Backend> backends) {
    int width = backends.stream().mapToInt(backend -> backend.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Backend backend : backends) {
      text.append(backend.name())
          .append(" ".repeat(width - backend.name().length()))
          .append(backend.available() ? "  available      " : "  not available  ")
          .append(backend.available() ? backend.details() : backend.reason())
          .append('\n');
    }
    return text.toString();
  }

  private static String reason(List<Choice> auto) {
    return "auto chooses %s (%s); %s finds out which is the fastest.%n"
        .formatted(auto.get(0).backend(), auto.get(0).reason(), Key.BACKENDS_MEASURE.option());
  }

  private static String text(Times times, List<Choice> auto) {
    List<String> header = new ArrayList<>(List.of("milliseconds at order"));
    times.orders().forEach(order -> header.add(Integer.toString(order)));
    TextTable table = new TextTable(header.toArray(String[]::new));
    times.stepSeconds().forEach((name, row) -> add(table, name + ", dense step", row));
    times.productSeconds().forEach((name, row) -> add(table, name + ", product", row));
    List<String> choices = new ArrayList<>(List.of("auto chooses"));
    auto.forEach(choice -> choices.add(choice.backend()));
    table.add(choices.toArray(String[]::new));
    return table
        + "A dense step is a factorization and eight solves, as in a step of rodas5; auto chooses by it.\n";
  }

  private static void add(TextTable table, String name, List<Double> seconds) {
    table.add(
        Stream.concat(
                Stream.of(name),
                seconds.stream().map(value -> String.format(Locale.ROOT, "%.4g", 1e3 * value)))
            .toArray(String[]::new));
  }
}
