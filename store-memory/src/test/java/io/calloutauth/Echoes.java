package io.calloutauth;

import io.calloutauth.testkit.TargetServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;

/** Answers of servers that send secrets and tokens back in every form. */
final class Echoes {

  private Echoes() {}

  /** Returns the secret in every form, as the inside of a JSON string. */
  static String secret() {
    StringBuilder words = new StringBuilder("you sent ");
    LeakStory.SECRET.forms().forEach(form -> words.append(jsonEscaped(form)).append(" and "));
    return words.toString();
  }

  /** Returns the secret and a token in every form, as the inside of a JSON string. */
  static String words() {
    StringBuilder words = new StringBuilder(secret());
    LeakStory.token(1).forms().forEach(form -> words.append(form).append(" and "));
    return words.toString();
  }

  /** Returns a header's value that sends everything back. */
  static String header() {
    return "Basic realm=\"" + words() + "\"";
  }

  static String error(String code) {
    return "{\"error\":\"%s\",\"error_description\":\"%s\",\"error_uri\":\"https://h/?%s\"}"
        .formatted(code, secret(), words());
  }

  /** Refuses every token but the second. */
  static TargetServer.Answer refusal(TargetServer.Arrived request) {
    boolean second = request.token().equals(LeakStory.token(2).value());
    return new TargetServer.Answer(second ? 200 : 401, words());
  }

  /** Returns an answer without its body, which is the receiver's own affair. */
  static Object head(HttpResponse<String> answer) {
    return answer + " to " + answer.request() + answer.request().headers().map();
  }

  /** Plants the words into an answer that somebody collected, where that leaves it readable. */
  static byte[] planted(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String words = latin(words());
    String token = latin(LeakStory.token(1).value());
    String planted =
        text.replaceAll(
                "(\"(?:access|refresh|id)_token\"\\s*:\\s*\")",
                "$1" + Matcher.quoteReplacement(token))
            .replaceAll(
                "(\"error_description\"\\s*:\\s*\")",
                "$1" + Matcher.quoteReplacement(latin(secret())))
            .replaceFirst("\\{", "{" + Matcher.quoteReplacement("\"hint\":\"" + words + "\","));
    return planted.replace(",}", "}").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String jsonEscaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
