package io.calloutauth.example.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a process of its own, with its output in a file. Ends with this JVM at the latest.
 * Thread-safe.
 */
final class ServerProcess implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /**
   * Starts a process.
   *
   * @param log where its output goes
   */
  static ServerProcess start(ProcessBuilder command, Path log) throws IOException {
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ServerProcess(process, log);
  }

  /** Returns the process's standard input. */
  OutputStream input() {
    return process.getOutputStream();
  }

  /** Blocks until a URL answers 200; fails when the process ends or the time is over before. */
  void awaitAnswer(URI url, Duration most) {
    await("an answer of " + url + ", see " + log)
        .atMost(most)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .failFast("the server ended, see " + log, () -> !process.isAlive())
        .until(() -> answers(url));
  }

  /** Blocks until the output has a line with a start, and returns the line's rest. */
  String awaitLine(String start, Duration most) {
    return await("\"" + start + "\" in " + log)
        .atMost(most)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .failFast("the server ended, see " + log, () -> !process.isAlive())
        .until(() -> line(start), rest -> !rest.isEmpty());
  }

  private String line(String start) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .findFirst()
          .orElse("");
    }
  }

  private static boolean answers(URI url) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the process and those that it started; blocks for 20 s at most. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
