package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.keys.KeyProblem;
import io.calloutauth.keys.KeyReading;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.ClaimValue;
import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.Setting.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Validators of typed secrets and their names. What is kept was judged when it was typed. */
final class SecretReaders {

  private static final int SECRET_MOST = 16_000;
  private static final int REFRESH_TOKEN_MOST = 64 * 1024;

  private SecretReaders() {}

  /**
   * RFC 6749 appendix A.2 allows printable ASCII; servers take all of Unicode in UTF-8. What comes
   * along when a secret is copied from a file is no part of it.
   */
  static Reading<Map<String, Secret>> clientSecret(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    Reason problem = null;
    if (!all(typed, text -> text.length() <= SECRET_MOST)) {
      problem =
          Reason.of("too_long", "must have at most 16,000 characters").with("most", SECRET_MOST);
    } else if (!all(typed, TypedText::isText)) {
      problem = Reason.of("half_a_character", "is not a text: it has half a character");
    } else if (!all(typed, TypedText::isPlain)) {
      problem =
          Reason.of(
              "control_characters",
              "must not contain control characters such as the line break at a file's end");
    }
    return new Reading<>(typed, problem);
  }

  /** What is read goes by its key id, in the form that is sealed. */
  static Reading<Map<String, Secret>> privateKey(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    Secret text = typed.get("");
    if (text == null) {
      return new Reading<>(typed, null);
    }
    KeyReading reading = SigningKey.read(text);
    SigningKey key = reading.key();
    return key == null
        ? new Reading<>(Map.of(), reason(Objects.requireNonNull(reading.problem())))
        : new Reading<>(Map.of(key.kid(), key.privatePart()), null);
  }

  /** RFC 6749 appendix A.17. What comes along when one is copied from a file is no part of it. */
  static Reading<Map<String, Secret>> refreshToken(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    return SettingReaders.judged(
        typed,
        all(typed, text -> isVisible(text) && text.length() <= REFRESH_TOKEN_MOST),
        Reason.of(
            "not_a_refresh_token",
            "must be at most 65,536 visible ASCII characters, without blanks or line breaks around"
                + " it"));
  }

  /** Says why a text is no private key. */
  static Reason reason(KeyProblem problem) {
    return Reason.of(problem, problem.text());
  }

  static Reading<Map<String, Secret>> parameters(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    if (!bounded(typed.keySet(), ExtraNames::isParameter)) {
      return new Reading<>(
          typed,
          Reason.of(
                  "bad_names",
                  "must be at most 20 with names of up to 50 letters, digits, dots, hyphens and"
                      + " underscores, other than those that have a setting of their own")
              .with("most", ExtraNames.MOST));
    }
    return SettingReaders.judged(
        typed,
        all(typed, text -> TypedText.isPlain(text) && isShort(text)),
        Reason.of(
                "bad_values", "must have values of at most 4,096 bytes, without control characters")
            .with("most", ExtraNames.VALUE_MOST));
  }

  static Reading<Map<String, Secret>> headers(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    if (!bounded(typed.keySet(), ExtraNames::isHeader) || !ExtraNames.differ(typed.keySet())) {
      return new Reading<>(
          typed,
          Reason.of(
                  "bad_names",
                  "must be at most 20 with different names of up to 50 characters, other than those"
                      + " that HTTP, OAuth, proxies and metadata services use")
              .with("most", ExtraNames.MOST));
    }
    return SettingReaders.judged(
        typed,
        all(typed, text -> isVisible(text) && isShort(text)),
        Reason.of("bad_values", "must have values of at most 4,096 visible ASCII characters")
            .with("most", ExtraNames.VALUE_MOST));
  }

  static Reading<Map<String, Secret>> claims(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    if (!bounded(typed.keySet(), ExtraNames::isClaim)) {
      return new Reading<>(
          typed,
          Reason.of(
                  "bad_names",
                  "must be at most 20 with names of up to 100 visible ASCII characters without"
                      + " quotes, backslashes and equals signs, other than aud, exp, iat, iss, jti,"
                      + " nbf, scope and sub")
              .with("most", ExtraNames.MOST));
    }
    if (!all(typed, text -> TypedText.isPlain(text) && isShort(text))) {
      return new Reading<>(
          typed,
          Reason.of(
                  "bad_values",
                  "must have values of at most 4,096 bytes, without control characters")
              .with("most", ExtraNames.VALUE_MOST));
    }
    return SettingReaders.judged(
        typed,
        all(typed, text -> ClaimValue.parse(text).isPresent()),
        Reason.of(
            "not_claims",
            "must have values that are texts, or JSON other than null with no member twice and no"
                + " number beyond 1e308: what begins with a bracket, a brace or a quote must be"
                + " JSON, and a text that could be a number goes in quotes"));
  }

  private static boolean bounded(Set<String> names, Predicate<String> good) {
    return names.size() <= ExtraNames.MOST && names.stream().allMatch(good);
  }

  private static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F) && text.equals(text.strip());
  }

  private static boolean isShort(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= ExtraNames.VALUE_MOST;
  }

  /** An empty text is a secret that is kept. */
  private static boolean all(Map<String, Secret> secrets, Predicate<String> good) {
    return secrets.values().stream().map(Secret::reveal).allMatch(good);
  }
}
