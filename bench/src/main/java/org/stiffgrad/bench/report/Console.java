package org.stiffgrad.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/** The two output streams of a command and what goes to which. */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final BooleanSupplier terminal;
  private final boolean json;
  private final boolean quiet;

  /**
   * @param terminal whether {@code err} is a terminal
   * @param json whether {@code out} carries one JSON document only
   * @param quiet whether notes and progress are left out
   */
  public Console(
      PrintStream out, PrintStream err, BooleanSupplier terminal, boolean json, boolean quiet) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.json = json;
    this.quiet = quiet;
  }

  /** A remark for people, one line. */
  public void note(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** The result: as JSON if that is asked for, and for people. */
  public void result(Object document, String text) {
    if (json) {
      printJson(document);
      if (!quiet) {
        err.print(text);
      }
    } else {
      out.print(text);
      out.flush();
    }
  }

  private void printJson(Object document) {
    try {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(document));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The result could not be written as JSON.", e);
    }
  }

  /** The progress of a task of several parts. */
  public Progress progress(String task, int parts) {
    return new Progress(err, terminal, quiet, task, parts);
  }
}
