package io.calloutauth.cluster;

import io.calloutauth.ClusterNode;
import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Change;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A node that runs as a process of its own, and ends with this one. */
final class NodeProcess {

  private static final int END_SECONDS = 30;

  private final int number;
  private final History history;
  private final Process process;
  private final PrintStream input;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile boolean ending;

  private NodeProcess(int number, History history, Process process) {
    this.number = number;
    this.history = history;
    this.process = process;
    this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Starts a node; returns at once.
   *
   * @param number which one: what it sees goes into the history under it
   * @param arguments those of {@link ClusterNode}, without the last
   * @param keys what seals
   */
  static NodeProcess start(int number, History history, List<String> arguments, String keys) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "cluster"));
      Path file = folder.resolve("node-" + number + ".arguments");
      List<String> numbered = new ArrayList<>(arguments);
      numbered.add(Integer.toString(number));
      Files.write(file, java(numbered));
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file);
      builder.redirectError(
          ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "node-" + number + ".log")));
      NodeProcess node = new NodeProcess(number, history, builder.start());
      node.input.println(keys);
      Thread reader = new Thread(node::read, "node-" + number);
      reader.setDaemon(true);
      reader.start();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> java(List<String> arguments) {
    List<String> lines = new ArrayList<>(List.of("-Xmx160m", "-Xss512k", "-XX:+UseSerialGC"));
    lines.add("-XX:TieredStopAtLevel=1");
    lines.add("-cp");
    lines.add('"' + System.getProperty("java.class.path").replace("\\", "\\\\") + '"');
    lines.add(ClusterNode.class.getName());
    arguments.forEach(argument -> lines.add('"' + argument + '"'));
    return lines;
  }

  void awaitReady() throws InterruptedException {
    if (!ready.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("Node " + number + " did not start: see target/cluster");
    }
  }

  boolean isReady() {
    return ready.getCount() == 0 && process.isAlive() && !stopped;
  }

  /** Has the node do what an administrator would. */
  void command(String command) {
    input.println(command);
  }

  /** Ends the node with SIGKILL, and returns when. */
  long kill() {
    ending = true;
    long at = System.currentTimeMillis();
    process.destroyForcibly().onExit().join();
    return at;
  }

  /**
   * Stops the node with SIGSTOP, and lets it go on after so many seconds, also if this process is
   * no more by then. Blocks until the node is stopped.
   *
   * @return what ends when the node goes on
   */
  Process stop(int seconds) throws IOException {
    stopped = true;
    String script = "kill -STOP \"$0\" && echo; sleep \"$1\"; kill -CONT \"$0\"";
    Process stop =
        new ProcessBuilder(
                "sh", "-c", script, Long.toString(process.pid()), Integer.toString(seconds))
            .start();
    if (stop.getInputStream().read() < 0) {
      throw new AssertionError("Node " + number + " could not be stopped");
    }
    return stop;
  }

  void goesOn() {
    stopped = false;
  }

  /** Ends the node as the end of this process would: closed, where it made no more callouts. */
  void end() {
    ending = true;
    input.close();
    process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(ClusterNode.END)) {
          take(line.substring(0, line.length() - ClusterNode.END.length()).split(" ", -1));
        }
      }
    } catch (IOException | RuntimeException broken) {
      stopped = true; // there is nothing more to be read of it
    }
    if (!ending) {
      history.fault("node " + number + " ended by itself, or talks nonsense: see target/cluster");
    }
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "READY" -> ready.countDown();
      case "SAW" -> history.callout(callout(words));
      case "REVOKE", "SCOPE" -> history.changed(change(words));
      default -> throw new IllegalArgumentException("a line that says nothing: " + words[0]);
    }
  }

  private Callout callout(String[] words) {
    boolean failed = words[4].equals("FAILED");
    return new Callout(
        number,
        Integer.parseInt(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        failed ? null : words[5],
        failed ? words[5] : null);
  }

  private Change change(String[] words) {
    if (words[6].contains(".")) {
      history.fault("node " + number + " met " + words[6] + " at a change");
    }
    return new Change(
        Integer.parseInt(words[1]),
        words[0].equals("REVOKE"),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        words[6].equals("DONE"));
  }
}
