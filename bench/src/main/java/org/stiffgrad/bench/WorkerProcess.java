package org.stiffgrad.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stiffgrad.bench.document.CaseKey;
import org.stiffgrad.bench.document.CaseResult;
import org.stiffgrad.bench.settings.Numbers;

/** A {@link CaseWorker} as its parent sees it: a JVM with the flags of this one. */
final class WorkerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Exit codes of a JVM that SIGINT or SIGTERM ends: no case's fault. */
  private static final List<Integer> INTERRUPTED = List.of(130, 143);

  private final Path messages;
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;
  private final double limitSeconds;

  private WorkerProcess(Path messages, Process process, double limitSeconds) {
    this.messages = messages;
    this.process = process;
    this.limitSeconds = limitSeconds;
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one that answers within a time for each request or is ended. */
  static WorkerProcess start(CaseWorker.Terms terms, double limitSeconds) {
    try {
      Path messages = Files.createTempFile("stiffgrad-", ".log");
      Process process =
          new ProcessBuilder(command(JSON.writeValueAsString(terms)))
              .redirectError(messages.toFile())
              .start();
      return new WorkerProcess(messages, process, limitSeconds);
    } catch (IOException e) {
      throw new NoResultException(
          "The process that measures could not be started: %s.".formatted(e.getMessage()));
    }
  }

  private static List<String> command(String terms) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(CaseWorker.class.getName());
    command.add(terms);
    return command;
  }

  /** What measuring a case gives; afterwards the process may have ended. */
  CaseWorker.Answer measure(CaseKey key) {
    return ask(new CaseWorker.Request(key, null));
  }

  /** The error of a gradient of a case that another process computed. */
  CaseWorker.Answer error(CaseKey key, double[] gradient) {
    return ask(new CaseWorker.Request(key, gradient));
  }

  private CaseWorker.Answer ask(CaseWorker.Request request) {
    CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
    try {
      requests.write(JSON.writeValueAsString(request) + "\n");
      requests.flush();
      String answer = line.get((long) Math.ceil(limitSeconds * 1e3), TimeUnit.MILLISECONDS);
      if (answer != null) {
        return JSON.readValue(answer, CaseWorker.Answer.class);
      }
    } catch (TimeoutException e) {
      close();
      return CaseWorker.Answer.none(
          CaseResult.OVER_LIMIT + " of %s seconds.".formatted(Numbers.shortText(limitSeconds)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoResultException("The measurement was interrupted.");
    } catch (IOException | ExecutionException e) {
      /* The process has ended; why is said below. */
    }
    return CaseWorker.Answer.none(lastWords());
  }

  private String readLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String lastWords() {
    try {
      int code = process.waitFor();
      if (INTERRUPTED.contains(code)) {
        throw new NoResultException(
            "The process that measures was interrupted; what was finished is saved.");
      }
      List<String> lines = Files.readAllLines(messages, StandardCharsets.ISO_8859_1);
      return "The process that measured it ended with exit code %d%s."
          .formatted(code, lines.isEmpty() ? "" : " and these words: " + lines.getLast());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoResultException("The measurement was interrupted.");
    } catch (IOException e) {
      return "The process that measured it ended.";
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(messages);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
