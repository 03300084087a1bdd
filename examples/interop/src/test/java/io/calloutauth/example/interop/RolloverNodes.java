package io.calloutauth.example.interop;

import static org.awaitility.Awaitility.await;

import io.calloutauth.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes that call out, each in a process of its own, until it is closed. Not thread-safe. */
final class RolloverNodes implements AutoCloseable {

  private static final Duration MOST = Duration.ofMinutes(2);
  private static final Path FOLDER = Path.of("target", "rollover");

  private final List<Node> nodes = new ArrayList<>();

  /**
   * Starts so many nodes.
   *
   * @param input what each reads first
   * @param arguments those of {@link RolloverNode}
   */
  static RolloverNodes start(int count, List<String> input, List<String> arguments)
      throws IOException {
    RolloverNodes nodes = new RolloverNodes();
    List<String> command = java(arguments);
    try {
      for (int i = 0; i < count; i++) {
        Path log = FOLDER.resolve("node-" + i + ".log");
        Node node = new Node(ServerProcess.start(new ProcessBuilder(command), log), log);
        nodes.nodes.add(node);
        node.write(input);
      }
    } catch (IOException | RuntimeException e) {
      nodes.close();
      throw e;
    }
    return nodes;
  }

  /** A class path can be longer than a command may be. */
  private static List<String> java(List<String> arguments) throws IOException {
    Path file = Files.createDirectories(FOLDER).resolve("class-path");
    String classPath = System.getProperty("java.class.path").replace("\\", "\\\\");
    Files.writeString(file, "-cp \"" + classPath + "\"");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("@" + file, RolloverNode.class.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Waits until the receiver took so many more callouts of each node. */
  void goOn(int more) {
    List<Integer> before = taken();
    await("callouts of each node, see " + FOLDER)
        .atMost(MOST)
        .until(
            () -> {
              List<Integer> now = taken();
              return IntStream.range(0, nodes.size())
                  .allMatch(i -> now.get(i) >= before.get(i) + more);
            });
  }

  private List<Integer> taken() {
    return nodes.stream().map(node -> node.lines(RolloverNode.TAKEN).size()).toList();
  }

  /** Lets the nodes end the callouts that they make, and returns how many each made. */
  List<Integer> rest() throws IOException {
    for (Node node : nodes) {
      node.write(List.of("rest"));
    }
    return nodes.stream()
        .map(node -> Integer.valueOf(node.process().awaitLine(RolloverNode.MADE, MOST)))
        .toList();
  }

  /** Returns what became of callouts that the receiver did not take. */
  List<String> failures() {
    return lines(RolloverNode.FAILED).toList();
  }

  /** Returns how often something happened, on all nodes together. */
  long count(EventType type) {
    return lines(RolloverNode.EVENT + type + " ").count();
  }

  private Stream<String> lines(String start) {
    return nodes.stream().flatMap(node -> node.lines(start).stream());
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.process().close());
  }

  private record Node(ServerProcess process, Path log) {

    void write(List<String> lines) throws IOException {
      String text = String.join("\n", lines) + "\n";
      process.input().write(text.getBytes(StandardCharsets.UTF_8));
      process.input().flush();
    }

    List<String> lines(String start) {
      try (Stream<String> lines = Files.lines(log)) {
        return lines.filter(line -> line.startsWith(start)).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
