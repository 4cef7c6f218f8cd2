package org.stiffgrad.bench.report;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Finds out whether standard error is a terminal; Java itself tells that only of the others. */
public final class Terminal {
  private static final int STANDARD_ERROR = 2;

  private Terminal() {}

  /** Whether standard error is a terminal; no if that cannot be found out. */
  @SuppressWarnings("restricted")
  public static boolean isStandardErrorTerminal() {
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle isatty =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("isatty"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      return (int) isatty.invokeExact(STANDARD_ERROR) != 0;
    } catch (Throwable e) {
      return false;
    }
  }
}
