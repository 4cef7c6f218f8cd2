package org.stiffgrad.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.stiffgrad.bench.report.Terminal;

/**
 * What the process gives to a command.
 *
 * @param terminal whether {@code err} is a terminal
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    BooleanSupplier terminal,
    Map<String, String> environment,
    Path workingDirectory) {
  static Surroundings ofProcess() {
    return new Surroundings(
        System.out,
        System.err,
        Terminal::isStandardErrorTerminal,
        System.getenv(),
        Path.of("").toAbsolutePath());
  }
}
