package io.calloutauth.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.FakeServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the form of a token response is told in words that say what to change. */
class ToldFlawsTest {

  private static final String JSON = "HTTP/1.1 200 OK\nContent-Type: application/json";
  private static final String FORM =
      "HTTP/1.1 200 OK\nContent-Type: application/x-www-form-urlencoded";

  static Stream<Arguments> responses() {
    String token = "\"access_token\":\"t\",\"token_type\":\"Bearer\"";
    return Stream.of(
        Arguments.of(JSON, ("{" + token + ",\"name\":\"ä\"}").getBytes(ISO_8859_1), "not in UTF-8"),
        Arguments.of(JSON, ("{" + token + members(257) + "}").getBytes(UTF_8), "256 members"),
        Arguments.of(FORM, ("access_token=t" + parameters(257)).getBytes(UTF_8), "256 members"),
        Arguments.of(JSON, new byte[0], "is empty"),
        Arguments.of(JSON, "<html>".getBytes(UTF_8), "token endpoint"));
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ",\"m%d\":1".formatted(i))
        .collect(Collectors.joining());
  }

  private static String parameters(int count) {
    return IntStream.range(0, count).mapToObj("&m%d=1"::formatted).collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("responses")
  void sayWhatToChange(String head, byte[] body, String words) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.bytes(head, body));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      TokenFailure failure =
          (TokenFailure)
              client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY);

      assertThat(Advice.on(failure)).contains(words);
    }
  }
}
