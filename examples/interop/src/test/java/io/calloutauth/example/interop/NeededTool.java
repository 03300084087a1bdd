package io.calloutauth.example.interop;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * What a server needs beside Maven. Where it is missing, its story is skipped for all to see; in
 * CI, where the environment says {@code CI=true}, it fails.
 */
final class NeededTool {

  private final Map<String, String> environment;

  NeededTool(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Goes on only if a command can be started. */
  static void command(String name) {
    new NeededTool(System.getenv())
        .require(starts(name), name + " is not installed: no story for the server that needs it");
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
    System.out.println("Skipped: " + message);
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
