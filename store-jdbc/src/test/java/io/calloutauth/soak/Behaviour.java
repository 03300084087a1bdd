package io.calloutauth.soak;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a token endpoint of an endurance run treats its clients. */
enum Behaviour {
  HEALTHY {
    @Override
    Reply reply(String token, long number) {
      return Reply.token(token, 60, "");
    }
  },
  /** Takes two seconds. */
  SLOW {
    @Override
    Reply reply(String token, long number) {
      return Reply.token(token, 60, "").after(2_000);
    }
  },
  /** Says nothing for longer than a token request may take, each second time. */
  HANGING {
    @Override
    Reply reply(String token, long number) {
      return Reply.token(token, 45, "").after(number % 2 == 0 ? 7_000 : 0);
    }
  },
  FAILING {
    @Override
    Reply reply(String token, long number) {
      return number % 3 == 0 ? Reply.token(token, 30, "") : new Reply(500, "<html>Oops</html>");
    }
  },
  THROTTLING {
    @Override
    Reply reply(String token, long number) {
      return number % 2 == 0
          ? Reply.token(token, 30, "")
          : new Reply(429, "{\"error\":\"slow_down\"}", Map.of("Retry-After", "3"), 0);
    }
  },
  REFUSING {
    @Override
    Reply reply(String token, long number) {
      return number % 2 == 0
          ? Reply.token(token, 60, "")
          : new Reply(401, "{\"error\":\"invalid_client\"}");
    }
  },
  /** Grants 30,000 scope tokens that nobody asked for. */
  HOSTILE_SCOPE {
    @Override
    Reply reply(String token, long number) {
      return Reply.token(token, 20, MANY_SCOPES);
    }
  },
  /** Describes an error at great length. */
  HOSTILE_ERROR {
    @Override
    Reply reply(String token, long number) {
      return new Reply(400, "{\"error\":\"server_error\",\"error_description\":\"" + LONG + "\"}");
    }
  },
  /** Sends more than is read. */
  ENDLESS {
    @Override
    Reply reply(String token, long number) {
      return new Reply(200, "{\"access_token\":\"" + token + "\",\"more\":\"" + LONG + LONG);
    }
  },
  /** Gives tokens of 48 KiB. */
  LARGE_TOKEN {
    @Override
    Reply reply(String token, long number) {
      return Reply.token(token + "~" + "t".repeat(48 << 10), 30, "");
    }
  },
  /** Gives tokens that are over at once. */
  SHORT_LIVED {
    @Override
    Reply reply(String token, long number) {
      return Reply.token(token, number % 2 == 0 ? 0 : 8, "");
    }
  };

  private static final String LONG = "l\\u00f6ng ".repeat(20_000);
  private static final String MANY_SCOPES =
      IntStream.range(0, 30_000).mapToObj(n -> "s" + n).collect(Collectors.joining(" "));

  /**
   * Replies to a token request.
   *
   * @param token to give
   * @param number the how many-eth it is of this behaviour
   */
  abstract Reply reply(String token, long number);

  /** A response, and how many milliseconds it takes. */
  record Reply(int status, String body, Map<String, String> headers, long delay) {

    Reply(int status, String body) {
      this(status, body, Map.of(), 0);
    }

    static Reply token(String token, int seconds, String scope) {
      return new Reply(
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d%s}"
              .formatted(token, seconds, scope.isEmpty() ? "" : ",\"scope\":\"" + scope + "\""));
    }

    Reply after(long millis) {
      return new Reply(status, body, headers, millis);
    }

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }
}
