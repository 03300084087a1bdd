package io.calloutauth.example.interop;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * What a server needs beside Maven. Where it is missing, its story is skipped for all to see; in
 * CI, where the environment says {@code CI=true}, it fails.
 */
final class NeededTool {

  private final Map<String, String> environment;
  private final PrintStream console;

  NeededTool(Map<String, String> environment, PrintStream console) {
    this.environment = Map.copyOf(environment);
    this.console = console;
  }

  /** Goes on only if something is there that the build brings. */
  static void built(boolean present, String otherwise) {
    new NeededTool(System.getenv(), System.out).require(present, otherwise);
  }

  /** Goes on only if a command can be started. */
  static void command(String name) {
    built(starts(name), name + " is not installed: no story for the server that needs it");
  }

  /** Goes on only if the tool is there; the message says what to do about it. */
  void require(boolean present, String message) {
    if (present) {
      return;
    }
    if ("true".equals(environment.get("CI"))) {
      fail(message);
    }
    // Surefire counts what is skipped, but does not say why.
    console.println("Skipped: " + message);
    Assumptions.abort(message);
  }

  private static boolean starts(String command) {
    try {
      new ProcessBuilder(command, "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
