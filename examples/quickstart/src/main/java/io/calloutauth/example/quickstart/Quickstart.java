package io.calloutauth.example.quickstart;

import io.calloutauth.CalloutAuth;
import io.calloutauth.client.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tells the library's whole story, line by line, against real servers. From a fresh clone:
 *
 * <pre>{@code
 * mvn -q compile -P quickstart -pl examples/quickstart -am
 * }</pre>
 *
 * <p>With {@code CALLOUT_TOKEN_ENDPOINT}, {@code CALLOUT_CLIENT_ID}, {@code CALLOUT_CLIENT_SECRET}
 * and, if wanted, {@code CALLOUT_SCOPE} in the environment, or the same as arguments in this order,
 * it plays against that authorization server.
 */
public final class Quickstart {

  private Quickstart() {}

  /** Tells the story; ends the process with status 1 and a reason when it does not turn out. */
  public static void main(String... arguments) {
    try {
      run(given(arguments));
    } catch (IOException | RuntimeException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    }
  }

  private static void run(List<String> given) throws IOException, InterruptedException {
    // Everything here is on this machine. A real host leaves the policy alone: https, public hosts.
    var policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    try (Stage stage = given.isEmpty() ? Stage.ofOurOwn() : Stage.of(given);
        CalloutAuth auth =
            CalloutAuth.builder(MemoryStore.create()).endpointPolicy(policy).build()) {
      new Story(auth, stage).tell();
    }
  }

  /** Returns what was given of another server: from the arguments or else the environment. */
  private static List<String> given(String... arguments) {
    List<String> given = arguments.length > 0 ? List.of(arguments) : ofEnvironment();
    if (!given.isEmpty() && given.size() < 3) {
      throw new IllegalArgumentException(
          "another server needs a token endpoint, a client id and a client secret");
    }
    return given;
  }

  private static List<String> ofEnvironment() {
    if (System.getenv("CALLOUT_TOKEN_ENDPOINT") == null) {
      return List.of();
    }
    // What is missing stays in its place, empty: the library names it among the bad fields.
    return Stream.of("TOKEN_ENDPOINT", "CLIENT_ID", "CLIENT_SECRET", "SCOPE")
        .map(name -> Objects.requireNonNullElse(System.getenv("CALLOUT_" + name), ""))
        .toList();
  }

  private static void fail(String reason) {
    System.err.println("The quickstart failed: " + reason);
    System.exit(1);
  }
}
