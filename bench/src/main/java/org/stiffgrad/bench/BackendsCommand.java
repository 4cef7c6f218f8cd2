package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** Lists the backends. */
final class BackendsCommand implements Command {
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Backend(
      String name, boolean available, @Nullable String details, @Nullable String reason) {}

  private record Document(List<Backend> backends) {}

  @Override
  public String name() {
    return "backends";
  }

  @Override
  public List<String> description() {
    return List.of("Lists every backend: what it is, or why it is not available here.");
  }

  @Override
  public List<Key> keys() {
    return List.of();
  }

  @Override
  public void run(Settings settings, Console console) {
    List<Backend> backends =
        Backends.discover().entries().stream().map(BackendsCommand::describe).toList();
    int width = backends.stream().mapToInt(backend -> backend.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Backend backend : backends) {
      text.append(backend.name())
          .append(" ".repeat(width - backend.name().length()))
          .append(backend.available() ? "  available      " : "  not available  ")
          .append(backend.available() ? backend.details() : backend.reason())
          .append('\n');
    }
    console.result(new Document(backends), text.toString());
  }

  private static Backend describe(Backends.Entry entry) {
    if (entry.availability() instanceof Availability.Available available) {
      return new Backend(entry.name(), true, available.details(), null);
    }
    Availability.Unavailable unavailable = (Availability.Unavailable) entry.availability();
    return new Backend(entry.name(), false, null, unavailable.reason());
  }
}
