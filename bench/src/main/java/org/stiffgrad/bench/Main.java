package org.stiffgrad.bench;

import java.util.List;
import java.util.Map;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;

/** The entry point: parses, runs a command, and turns every outcome into an exit code. */
public final class Main {
  private final Surroundings surroundings;

  private Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] args) {
    System.exit(execute(Surroundings.ofProcess(), args));
  }

  /** Runs a command line and returns the exit code of the process. */
  static int execute(Surroundings surroundings, String... args) {
    return new Main(surroundings).execute(args).code();
  }

  private ExitCode execute(String... args) {
    try {
      run(args);
      return ExitCode.DONE;
    } catch (BackendUnavailableException e) {
      return error(ExitCode.BACKEND_UNAVAILABLE, e);
    } catch (NoResultException e) {
      return error(ExitCode.NO_RESULT, e);
    } catch (IllegalArgumentException e) {
      debug(e);
      return error(ExitCode.USAGE, e);
    } catch (OutOfMemoryError e) {
      return error(ExitCode.USAGE, e);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      debug(e);
      return error(ExitCode.NO_RESULT, e);
    }
  }

  private void run(String... args) {
    Command run = new RunCommand();
    Usage usage =
        new Usage(
            List.of(
                run,
                new GradientCommand(),
                new ProfileCommand(),
                new SolveCommand(),
                new MethodsCommand(),
                new CompareCommand(),
                new DocumentCommand(),
                new MemoryCommand(),
                new JmhCommand(),
                new BackendsCommand()),
            run,
            () -> "stiffgrad " + Build.load().version());
    Usage.Request request = usage.parse(args);
    if (request.help() != null) {
      surroundings.out().print(request.help());
      surroundings.out().flush();
      return;
    }
    Settings settings =
        Settings.resolve(
            request.options(),
            surroundings.environment(),
            request.configurationFile(),
            surroundings.workingDirectory());
    Console console =
        new Console(
            surroundings.out(),
            surroundings.err(),
            surroundings.terminal(),
            settings.flag(Key.JSON),
            settings.flag(Key.QUIET));
    request.command().run(settings, console);
  }

  private ExitCode error(ExitCode code, Throwable e) {
    surroundings.err().println("Error: " + Reasons.of(e));
    return code;
  }

  private void debug(Throwable e) {
    Map<String, String> environment = surroundings.environment();
    if ("1".equals(environment.get(Reasons.DEBUG))) {
      e.printStackTrace(surroundings.err());
    }
  }
}
