package io.calloutauth;

import io.calloutauth.json.PlainMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the authorization that a provider's tokens come from: the same on every node,
 * and never its refresh token. Immutable and thread-safe.
 */
public final class AuthorizationStatus {

  private final @Nullable Instant endsAt;
  private final @Nullable Instant inDoubtSince;
  private final @Nullable String authorizedBy;
  private final @Nullable Instant authorizedAt;

  AuthorizationStatus(@Nullable Instant endsAt, @Nullable Instant inDoubtSince) {
    this(endsAt, inDoubtSince, null, null);
  }

  private AuthorizationStatus(
      @Nullable Instant endsAt,
      @Nullable Instant inDoubtSince,
      @Nullable String authorizedBy,
      @Nullable Instant authorizedAt) {
    this.endsAt = endsAt;
    this.inDoubtSince = inDoubtSince;
    this.authorizedBy = authorizedBy;
    this.authorizedAt = authorizedAt;
  }

  AuthorizationStatus given(@Nullable String by, @Nullable Instant at) {
    return new AuthorizationStatus(endsAt, inDoubtSince, by, at);
  }

  /**
   * Returns when its refresh token ends unless it is used before, as the server told; empty when
   * the server tells no end.
   */
  public Optional<Instant> endsAt() {
    return Optional.ofNullable(endsAt);
  }

  /**
   * Returns since when nobody knows whether its refresh token is used up: a token request may have
   * sent it, and what came of that was not written. Empty when that is not so.
   */
  public Optional<Instant> inDoubtSince() {
    return Optional.ofNullable(inDoubtSince);
  }

  /** Returns who gave it; empty when nobody is known, as where its refresh token was typed. */
  public Optional<String> authorizedBy() {
    return Optional.ofNullable(authorizedBy);
  }

  /** Returns when somebody gave it; empty where its refresh token was typed. */
  public Optional<Instant> authorizedAt() {
    return Optional.ofNullable(authorizedAt);
  }

  Map<String, Object> toMap() {
    return new PlainMap()
        .put("ends_at", endsAt)
        .put("in_doubt_since", inDoubtSince)
        .put("authorized_by", authorizedBy)
        .put("authorized_at", authorizedAt)
        .build();
  }

  /** Returns the end and the doubt. */
  @Override
  public String toString() {
    return "AuthorizationStatus[ends " + endsAt + ", in doubt since " + inDoubtSince + "]";
  }
}
