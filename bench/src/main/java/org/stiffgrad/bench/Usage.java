package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Texts;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The grammar of the command line, built from commands and keys, and its help. */
final class Usage {
  private static final String CONFIG = "--config";
  private static final String HELP = "--help";
  private static final String VERSION = "--version";
  private static final String PROGRAM = "java -jar bench.jar";
  private static final Set<String> OPTIONS_OF_PROGRAM = Set.of("-h", HELP, "-V", VERSION);

  private final List<Command> commands;
  private final Command defaultCommand;
  private final Supplier<String> version;

  /**
   * What a command line asks for.
   *
   * @param help the text to print instead, if that was asked for
   * @param configurationFile the configuration file that is named, if any
   */
  record Request(
      Command command,
      Map<Key, String> options,
      @Nullable String configurationFile,
      @Nullable String help) {}

  Usage(List<Command> commands, Command defaultCommand, Supplier<String> version) {
    this.commands = commands;
    this.defaultCommand = defaultCommand;
    this.version = version;
  }

  /** The grammar with some of the commands: descriptions and options take time to make. */
  private CommandLine commandLine(List<Command> some) {
    CommandSpec root = specification().name(PROGRAM);
    root.usageMessage()
        .description(
            "Solutions of stiff differential equations and gradients of losses with respect to their parameters.",
            "Without a command: %s. Options follow the command.".formatted(defaultCommand.name()))
        .footer(footer());
    for (Command command : some) {
      root.addSubcommand(command.name(), specification(command));
    }
    return new CommandLine(root);
  }

  /** Without picocli's mix-in of the same options, which it reads by reflection. */
  private CommandSpec specification() {
    return CommandSpec.create()
        .addOption(
            OptionSpec.builder("-h", HELP)
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", VERSION)
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  private static String[] footer() {
    return new String[] {
      "",
      "Every option is also a key of the configuration file (HOCON) and an environment variable. The command line comes first, then the environment, then the file named by "
          + CONFIG
          + ", then stiffgrad.conf in the working directory.",
      "Exit codes: "
          + String.join(
              ", ",
              Arrays.stream(ExitCode.values())
                  .map(code -> code.code() + " " + code.meaning())
                  .toList())
          + "."
    };
  }

  private CommandSpec specification(Command command) {
    CommandSpec spec = specification();
    spec.usageMessage()
        .description(command.description().toArray(String[]::new))
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .footer(footer());
    for (Key key : keys(command)) {
      spec.addOption(option(key));
    }
    if (!passesOn(command)) {
      spec.addOption(configOption());
    }
    return spec;
  }

  private static boolean passesOn(Command command) {
    return command.passingOn(List.of()).isPresent();
  }

  private static OptionSpec configOption() {
    return OptionSpec.builder(CONFIG)
        .type(String.class)
        .paramLabel("FILE")
        .description("A configuration file; relative file names in it start at its folder.")
        .build();
  }

  private static List<Key> keys(Command command) {
    if (passesOn(command)) {
      return List.of();
    }
    return Stream.concat(command.keys().stream(), Key.common().stream()).toList();
  }

  private static OptionSpec option(Key key) {
    String place = "Key %s, variable %s.".formatted(key.path(), key.variable());
    String description =
        key.isFlag()
            ? key.description()
            : key.description()
                + key.defaultValue().map(value -> " Default: " + value + ".").orElse("");
    OptionSpec.Builder option = OptionSpec.builder(key.option()).description(description, place);
    return key.isFlag()
        ? option.type(boolean.class).negatable(true).build()
        : option.type(String.class).paramLabel(key.valueLabel()).build();
  }

  /**
   * Reads a command line.
   *
   * @throws InputException if it is not one
   */
  Request parse(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    if (words.isEmpty() || isOptionOfDefault(words.get(0))) {
      words.add(0, defaultCommand.name());
    }
    requireCommand(words.get(0));
    List<String> rest = words.subList(1, words.size());
    Optional<Command> passing =
        rest.equals(List.of(HELP)) || rest.equals(List.of(VERSION))
            ? Optional.empty()
            : command(words.get(0)).passingOn(List.copyOf(rest));
    if (passing.isPresent()) {
      return new Request(passing.get(), Map.of(), null, null);
    }
    ParseResult result;
    try {
      result = commandLine(named(words.get(0))).parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (CommandLine.ParameterException e) {
      throw new InputException(
          "%s; see %s --help."
              .formatted(
                  String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replaceAll("\\.$", ""),
                  e.getCommandLine().getCommandName()));
    }
    return request(result);
  }

  private Request request(ParseResult root) {
    ParseResult result = root.hasSubcommand() ? root.subcommand() : root;
    Command command = command(result.commandSpec().name());
    Map<Key, String> options = new EnumMap<>(Key.class);
    if (result != root) {
      for (Key key : keys(command)) {
        if (result.hasMatchedOption(key.option())) {
          options.put(key, String.valueOf(result.<Object>matchedOptionValue(key.option(), "")));
        }
      }
    }
    String file =
        result != root && result.hasMatchedOption(CONFIG)
            ? result.<String>matchedOptionValue(CONFIG, "")
            : null;
    return new Request(command, options, file, help(result));
  }

  private @Nullable String help(ParseResult result) {
    CommandLine target = result.commandSpec().commandLine();
    if (result.isUsageHelpRequested()) {
      return target.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
    return result.isVersionHelpRequested() ? version.get() + System.lineSeparator() : null;
  }

  /** The command of a name, or all of them if it is none's. */
  private List<Command> named(String name) {
    List<Command> some = commands.stream().filter(each -> each.name().equals(name)).toList();
    return some.isEmpty() ? commands : some;
  }

  private Command command(String name) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElse(defaultCommand);
  }

  private static boolean isOptionOfDefault(String word) {
    return word.startsWith("-") && !OPTIONS_OF_PROGRAM.contains(word);
  }

  private void requireCommand(String word) {
    List<String> names = commands.stream().map(Command::name).toList();
    if (!word.startsWith("-") && !names.contains(word)) {
      throw new InputException(
          "There is no command '%s'; did you mean %s? The commands are %s."
              .formatted(
                  Texts.printable(word), Texts.nearest(word, names), String.join(", ", names)));
    }
  }

  private InputException unmatched(CommandLine.UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0);
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    if (!word.startsWith("-")) {
      return new InputException(
          "Argument '%s' is not expected here: a command comes first, and then only options follow; see %s --help."
              .formatted(Texts.printable(word), spec.name()));
    }
    String option = word.replaceFirst("=.*", "");
    List<String> others =
        commands.stream()
            .filter(command -> keys(command).stream().anyMatch(key -> key.option().equals(option)))
            .map(Command::name)
            .toList();
    if (!others.isEmpty()) {
      return new InputException(
          "There is no option '%s' of %s; it belongs to %s."
              .formatted(option, spec.name(), String.join(", ", others)));
    }
    return new InputException(
        "There is no option '%s' of %s; did you mean %s?"
            .formatted(
                Texts.printable(option),
                spec.name(),
                Texts.nearest(option, spec.optionsMap().keySet())));
  }
}
