package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.keys.KeyReading;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Setting.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Validators of typed secrets and their names. What is kept was judged when it was typed. */
final class SecretReaders {

  private static final int SECRET_MOST = 16_000;

  private SecretReaders() {}

  /**
   * RFC 6749 appendix A.2 allows printable ASCII; servers take all of Unicode in UTF-8. What comes
   * along when a secret is copied from a file is no part of it.
   */
  static Reading<Map<String, Secret>> clientSecret(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    String problem = null;
    if (!all(typed, text -> text.length() <= SECRET_MOST)) {
      problem = "must have at most 16,000 characters";
    } else if (!all(typed, TypedText::isText)) {
      problem = "is not a text: it has half a character";
    } else if (!all(typed, TypedText::isPlain)) {
      problem = "must not contain control characters such as the line break at a file's end";
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
        ? new Reading<>(Map.of(), Objects.requireNonNull(reading.problem()).text())
        : new Reading<>(Map.of(key.kid(), key.privatePart()), null);
  }

  static Reading<Map<String, Secret>> parameters(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    if (!bounded(typed.keySet(), ExtraNames::isParameter)) {
      return new Reading<>(
          typed,
          "must be at most 20 with names of up to 50 letters, digits, dots, hyphens and"
              + " underscores, other than those that have a setting of their own");
    }
    return SettingReaders.judged(
        typed,
        all(typed, text -> TypedText.isPlain(text) && isShort(text)),
        "must have values of at most 4,096 bytes, without control characters");
  }

  static Reading<Map<String, Secret>> headers(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    if (!bounded(typed.keySet(), ExtraNames::isHeader) || !ExtraNames.differ(typed.keySet())) {
      return new Reading<>(
          typed,
          "must be at most 20 with different names of up to 50 characters, other than those that"
              + " HTTP, OAuth, proxies and metadata services use");
    }
    return SettingReaders.judged(
        typed,
        all(typed, text -> isVisible(text) && isShort(text)),
        "must have values of at most 4,096 visible ASCII characters");
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
