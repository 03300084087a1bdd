package io.calloutauth.example.console.providers;

import io.calloutauth.AuthorizationStatus;
import io.calloutauth.TokenState;
import io.calloutauth.TokenStatus;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token, as a page shows it: what is not known is null.
 *
 * @param state what it is good for
 * @param since since when it is so
 * @param expiresAt until when it is used
 * @param nextAttemptAt when the next exchange may start by itself
 * @param failure why the last exchange failed
 * @param scope the scope granted and asked for
 * @param credential what the client got it with
 * @param authorizedBy who gave the authorization that it comes from
 * @param authorizedAt when that was
 * @param warnings what was odd about the server's answer, in words
 */
record TokenView(
    TokenState state,
    @Nullable Instant since,
    @Nullable Instant expiresAt,
    @Nullable Instant nextAttemptAt,
    @Nullable TokenFailure failure,
    Scopes scope,
    @Nullable String credential,
    @Nullable String authorizedBy,
    @Nullable Instant authorizedAt,
    List<String> warnings) {

  static TokenView of(TokenStatus status, Scope asked) {
    return new TokenView(
        status.state(),
        status.since().orElse(null),
        status.expiresAt().orElse(null),
        status.nextAttemptAt().orElse(null),
        status.failure().orElse(null),
        new Scopes(asked, status.scope()),
        status.credential().orElse(null),
        status.authorization().flatMap(AuthorizationStatus::authorizedBy).orElse(null),
        status.authorization().flatMap(AuthorizationStatus::authorizedAt).orElse(null),
        status.warnings().stream().sorted().map(TokenWarning::text).toList());
  }

  /** Returns what the server said about the failure, or null when it said nothing. */
  public @Nullable String serverWords() {
    return failure == null ? null : failure.untrustedDescription().orElse(null);
  }

  /** Returns the failure's code and status, as far as they are known. */
  public String failureCode() {
    if (failure == null) {
      return "";
    }
    String status = failure.status() == 0 ? "" : "HTTP " + failure.status();
    return failure
        .code()
        .map(code -> status.isEmpty() ? code : code + ", " + status)
        .orElse(status);
  }

  /**
   * Scope asked for and granted.
   *
   * @param asked what the provider asks for
   * @param granted what the token has; empty when there is none
   */
  record Scopes(Scope asked, Scope granted) {
    /** Returns what was asked for and not granted. */
    public List<String> missing() {
      return asked.missingIn(granted);
    }

    /** Returns what was granted and not asked for. */
    public List<String> more() {
      return granted.missingIn(asked);
    }
  }
}
