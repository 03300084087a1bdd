package io.calloutauth.example.quickstart;

import io.calloutauth.CalloutAuth;
import io.calloutauth.endpoint.PublicEndpoints;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the library's whole story, line by line, against real servers. From a fresh clone:
 *
 * <pre>{@code
 * mvn -q compile -P quickstart -pl examples/quickstart -am
 * }</pre>
 *
 * <p>With {@code CALLOUT_TOKEN_ENDPOINT}, {@code CALLOUT_CLIENT_ID}, {@code CALLOUT_CLIENT_SECRET}
 * and, if wanted, {@code CALLOUT_SCOPE} in the environment, or the same as arguments in this order,
 * it plays against that authorization server. With a JDBC URL in {@code CALLOUT_JDBC_URL} or as the
 * first argument, and {@code CALLOUT_JDBC_USER} and {@code CALLOUT_JDBC_PASSWORD}, it keeps all in
 * that database, sealed with the keys in {@code CALLOUT_SEALING_KEYS} or one made for the run.
 */
public final class Quickstart {

  private Quickstart() {}

  /** Tells the story; ends the process with status 1 and a reason when it does not turn out. */
  public static void main(String... arguments) {
    try {
      List<String> all = List.of(arguments);
      boolean database = !all.isEmpty() && all.get(0).startsWith("jdbc:");
      String jdbcUrl = database ? all.get(0) : System.getenv("CALLOUT_JDBC_URL");
      run(jdbcUrl, given(database ? all.subList(1, all.size()) : all));
    } catch (IOException | RuntimeException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    }
  }

  private static void run(@Nullable String jdbcUrl, List<String> given)
      throws IOException, InterruptedException {
    // Everything here is on this machine. A real host leaves the policy alone: https, public hosts.
    var policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    try (Stage stage = given.isEmpty() ? Stage.ofOurOwn() : Stage.of(given);
        Shelf shelf = jdbcUrl == null ? Shelf.inMemory() : Shelf.in(jdbcUrl);
        CalloutAuth auth =
            CalloutAuth.builder(shelf.store())
                .cipher(shelf.keys())
                .endpointPolicy(policy)
                .build()) {
      new Story(auth, stage).tell();
    }
  }

  /** Returns what was given of another server: from the arguments or else the environment. */
  private static List<String> given(List<String> arguments) {
    List<String> given = arguments.isEmpty() ? ofEnvironment() : arguments;
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
