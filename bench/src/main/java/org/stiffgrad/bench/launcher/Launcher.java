package org.stiffgrad.bench.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the command line in this JVM if it is the right one, else in a child JVM that is. The child
 * has this process's streams and receives its {@code -D} and {@code -X} flags; its exit code
 * becomes this process's.
 */
public final class Launcher {
  private static final String MAIN_CLASS = "org.stiffgrad.bench.Main";
  private static final int USAGE_ERROR = 2;

  /** How long a child may take to end by itself after an interrupt that it received as well. */
  private static final long GRACE_SECONDS = 3;

  private Launcher() {}

  public static void main(String[] args) throws Exception {
    LaunchSettings settings = LaunchSettings.load();
    if (runsHere(settings)) {
      runHere(args);
    } else {
      System.exit(runInChild(settings, args));
    }
  }

  private static boolean runsHere(LaunchSettings settings) {
    return Runtime.version().feature() >= settings.feature()
        && ModuleLayer.boot().findModule(LaunchSettings.VECTOR_MODULE).isPresent();
  }

  /* Reflection, because the class is compiled for a later Java than this one. */
  private static void runHere(String[] args) throws ReflectiveOperationException {
    try {
      Class.forName(MAIN_CLASS).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The command line failed to start.", e.getCause());
    }
  }

  private static int runInChild(LaunchSettings settings, String[] args)
      throws IOException, InterruptedException, URISyntaxException {
    Path executable;
    try {
      executable =
          new JavaSearch(
                  System.getenv(),
                  System.getProperty("java.home"),
                  System.getProperty("user.home"),
                  settings.feature())
              .find();
    } catch (NoJavaException e) {
      System.err.println("Error: " + e.getMessage());
      return USAGE_ERROR;
    }
    Process child = new ProcessBuilder(command(executable, settings, args)).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
    return child.waitFor();
  }

  private static List<String> command(Path executable, LaunchSettings settings, String[] args)
      throws URISyntaxException {
    Path jar =
        Paths.get(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(settings.flags());
    command.addAll(ClassArchive.flags(jar));
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("-D") || flag.startsWith("-X")) {
        command.add(flag);
      }
    }
    command.add("-cp");
    command.add(jar.toString());
    command.add(MAIN_CLASS);
    command.addAll(List.of(args));
    return command;
  }

  /** Waits for a child that was interrupted together with this process; ends one that was not. */
  private static void end(Process child) {
    try {
      if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        child.destroy();
        if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
          child.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
    }
  }
}
