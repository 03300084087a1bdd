package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.ObjectGraph;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest response leaves a few KiB on the node and in the row, beside the token itself. */
class LiveSizeTest {

  private static final int A_FEW_KIB = 12 * 1_024;
  private static final int PROVIDERS = 200;

  /** What each object takes at least: a header and a few fields. */
  private static final int OBJECT = 32;

  private static final String TOKEN =
      "\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600"
          .formatted("t".repeat(40));

  private static final Answer PLAIN = new Answer(200, "{" + TOKEN + "}");

  /** A response of which as much as can be is large. */
  enum Large {
    LONGEST_SCOPE(200, with("scope", words(1_357))),
    LONGER_SCOPE(200, with("scope", words(48_000))),
    SCOPE_OF_LONG_WORDS(200, with("scope", "s".repeat(4_096))),
    OTHER_TOKENS(
        200,
        "{%s,\"refresh_token\":\"%s\",\"id_token\":\"%s\"}"
            .formatted(TOKEN, "r".repeat(65_536), "i".repeat(65_536))),
    MEMBERS(200, "{" + TOKEN + "," + members() + "}"),
    DESCRIPTION(400, error("invalid_scope", "d".repeat(250_000))),
    DESCRIPTION_BEYOND_ASCII(401, error("invalid_client", "ä€".repeat(50_000))),
    CODE(400, error("c".repeat(250_000), "d")),
    CODE_OF_WORDS(400, error("no ".repeat(80_000), "d")),
    ERROR_OF_SUCCESS(200, error("invalid_grant", "d".repeat(250_000))),
    PAGE(403, "<html>" + "p".repeat(250_000)),
    NUMBERS(500, "{\"error\":" + "9".repeat(200_000) + "}"),
    HEADERS(
        302,
        "h".repeat(100_000),
        Map.of(
            "Location", "https://login.example.com/" + "l".repeat(7_000),
            "WWW-Authenticate", "Bearer realm=\"" + "r".repeat(7_000) + "\"",
            "Retry-After", "1".repeat(7_000)));

    private final Answer answer;

    Large(int status, String body) {
      this(status, body, Map.of("Content-Type", "application/json"));
    }

    Large(int status, String body, Map<String, String> headers) {
      this.answer = new Answer(status, body, headers);
    }

    private static String with(String member, String text) {
      return "{%s,\"%s\":\"%s\"}".formatted(TOKEN, member, text);
    }

    private static String words(int count) {
      return IntStream.range(0, count)
          .mapToObj(n -> Integer.toString(n, 36))
          .collect(Collectors.joining(" "));
    }

    private static String members() {
      return IntStream.range(0, 240)
          .mapToObj(n -> "\"m%d\":\"%s\"".formatted(n, "v".repeat(900)))
          .collect(Collectors.joining(","));
    }

    private static String error(String code, String description) {
      return "{\"error\":\"%s\",\"error_description\":\"%s\",\"error_uri\":\"https://%s\"}"
          .formatted(code, description, "u".repeat(2_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofOneResponseIsAFewKib(Large large) throws IOException {
    long most = live(large.answer) - live(PLAIN);

    assertThat(most).isLessThan(A_FEW_KIB);
  }

  /** Counts what the node and its rows lead to after a callout that met the response. */
  private static long live(Answer answer) throws IOException {
    try (TokenServer server = new TokenServer();
        Node node = Node.start(server)) {
      server.answerTokens(n -> answer);
      node.bound("n");
      node.serves("n");
      assertThat(server.exchanges()).isEqualTo(1);
      return size(ObjectGraph.from(node.auth, node.store));
    }
  }

  private static long size(ObjectGraph graph) {
    long texts =
        graph.texts().stream()
            .mapToLong(text -> OBJECT + text.value().getBytes(StandardCharsets.UTF_8).length)
            .sum();
    return texts + (long) OBJECT * graph.objects().size();
  }

  /** Also of what a graph of the library's own objects would not show. */
  @Test
  void ofManyResponsesIsAFewKibOfHeapForEach() throws IOException {
    try (TokenServer server = new TokenServer();
        Node node = Node.start(server)) {
      Large[] all = Large.values();
      server.answerTokens(n -> n <= all.length ? all[n - 1].answer : PLAIN);
      for (int i = 0; i < all.length; i++) {
        node.bound("warm-up-" + i);
        node.serves("warm-up-" + i);
      }
      server.answerTokens(n -> all[n % all.length].answer);
      IntStream.range(0, PROVIDERS).forEach(i -> node.bound("n" + i));
      long before = heap();

      IntStream.range(0, PROVIDERS).forEach(i -> node.serves("n" + i));

      assertThat((heap() - before) / PROVIDERS).isLessThan(A_FEW_KIB);
      assertThat(node.auth.health().tokensHeld()).isPositive();
      assertThat(node.auth.health().failing()).isNotEmpty();
    }
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
