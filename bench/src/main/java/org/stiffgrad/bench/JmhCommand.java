package org.stiffgrad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** JMH itself. */
final class JmhCommand implements Command {
  private static final String BACKEND = "backend";

  private final List<String> arguments;

  /** The command as the command line names it. */
  JmhCommand() {
    this(List.of());
  }

  private JmhCommand(List<String> arguments) {
    this.arguments = arguments;
  }

  @Override
  public String name() {
    return "jmh";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Runs JMH with the arguments that follow, none of them an option of this program.",
        "jmh -h explains them, jmh -l lists the benchmarks; -prof gc, -prof jfr and -prof perfasm profile them. Without -p backend=NAME,... each runs on every backend that is available here.",
        "Example: jmh GemmBenchmark -p size=64,512 -prof gc");
  }

  @Override
  public List<Key> keys() {
    return List.of();
  }

  @Override
  public Optional<Command> passingOn(List<String> rest) {
    return Optional.of(new JmhCommand(rest));
  }

  @Override
  public void run(Settings settings, Console console) {
    List<String> all = new ArrayList<>(arguments);
    try {
      if (!new CommandLineOptions(arguments.toArray(String[]::new))
          .getParameter(BACKEND)
          .hasValue()) {
        all.add("-p");
        all.add(BACKEND + "=" + String.join(",", availableBackends()));
      }
      org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new InputException(
          "JMH does not take these arguments: %s; see jmh -h.".formatted(e.getMessage()));
    } catch (IOException e) {
      throw new NoResultException("JMH could not read or write a file: " + e.getMessage());
    }
  }

  /** The names of the backends that can run here, the reference first, in order of discovery. */
  static List<String> availableBackends() {
    return Backends.discover().entries().stream()
        .filter(entry -> entry.availability() instanceof Availability.Available)
        .map(Backends.Entry::name)
        .toList();
  }
}
