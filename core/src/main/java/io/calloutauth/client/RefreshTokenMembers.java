package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenWarning;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the refresh token of a successful response (RFC 6749 section 5.1) and how long it lives,
 * where the grant owns one. Without one that can be used the old one stays.
 *
 * @param members the response
 * @param age how old it is
 * @param warnings takes what was odd
 */
record RefreshTokenMembers(JsonValue members, Duration age, Set<TokenWarning> warnings) {

  private static final int LONGEST = 64 * 1024;

  /** Longer than that is no end that anybody plans with. */
  private static final Duration MOST = Duration.ofDays(3_650);

  /** Returns the new refresh token: visible ASCII and spaces (RFC 6749 appendix A.17). */
  Optional<Secret> token() {
    Optional<JsonValue> member = members.member("refresh_token").filter(this::says);
    if (member.isEmpty()) {
      return Optional.empty();
    }
    String text = member.get().is(JsonValue.Kind.STRING) ? member.get().text() : "";
    if (!isToken(text)) {
      warnings.add(TokenWarning.REFRESH_TOKEN_INVALID);
      return Optional.empty();
    }
    return Optional.of(Secret.of(text));
  }

  private boolean says(JsonValue value) {
    return !value.is(JsonValue.Kind.NULL);
  }

  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }

  /**
   * Returns how long the refresh token lives, by the member that Keycloak has or the one that
   * others have; empty when the server does not say, also by a zero.
   */
  Optional<Duration> lifetime() {
    return Stream.of("refresh_expires_in", "refresh_token_expires_in")
        .flatMap(name -> members.member(name).stream())
        .flatMap(figure -> Lifetimes.read(figure, LifetimeUnit.SECONDS).stream())
        .filter(lifetime -> !lifetime.isZero())
        .findFirst()
        .map(lifetime -> lifetime.compareTo(MOST) > 0 ? MOST : lifetime)
        .map(lifetime -> lifetime.compareTo(age) > 0 ? lifetime.minus(age) : Duration.ZERO);
  }
}
