package io.calloutauth.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder in which installed database servers run, as a user of their own where this process runs
 * as root: most refuse to.
 *
 * @param path where it is
 * @param user who owns it and runs them, or empty for this process's own
 */
record ServerFolder(Path path, String user) {

  private static final int LAST = 40;

  /**
   * Makes a folder.
   *
   * @param user who runs the servers where this process runs as root
   */
  static ServerFolder create(String name, String user) throws IOException {
    Path path = Files.createTempDirectory("callout-auth-" + name);
    boolean root = Files.getOwner(Path.of("/proc/self")).getName().equals("root");
    ServerFolder folder = new ServerFolder(path, root ? user : "");
    if (root) {
      folder.finish(new ProcessBuilder("chown", user, path.toString()));
    }
    return folder;
  }

  /** Returns a program that is installed; the newest where there are several. */
  static Optional<Path> program(String folder, String name) throws IOException {
    if (!Files.exists(Path.of(folder))) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.walk(Path.of(folder), 3)) {
      return found.filter(path -> path.endsWith(name)).max(Path::compareTo);
    }
  }

  /** Returns a file or folder inside. */
  Path in(String name) {
    return path.resolve(name);
  }

  /** Runs a command to its end; fails with what it says when it fails. */
  void run(List<String> command) throws IOException {
    finish(builder(command));
  }

  /** Starts a command that goes on; it says what it says in a file of that name. */
  Process start(String name, List<String> command) throws IOException {
    return builder(command)
        .redirectErrorStream(true)
        .redirectOutput(in(name + ".log").toFile())
        .start();
  }

  /** Returns the last lines that a command said that was started. */
  String last(String name) throws IOException {
    List<String> lines = Files.readAllLines(in(name + ".log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }

  private ProcessBuilder builder(List<String> command) {
    List<String> all = new ArrayList<>();
    if (!user.isEmpty()) {
      all.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
    }
    all.addAll(command);
    return new ProcessBuilder(all).directory(path.toFile());
  }

  private void finish(ProcessBuilder builder) throws IOException {
    Path said = Files.createTempFile("callout-auth-said", ".txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.onExit().completeOnTimeout(process, 2, TimeUnit.MINUTES).join();
    boolean failed = process.isAlive() || process.exitValue() != 0;
    String text = Files.readString(said);
    Files.delete(said);
    if (failed) {
      process.destroyForcibly();
      throw new AssertionError("A server's command failed: " + builder.command() + "\n" + text);
    }
  }
}
