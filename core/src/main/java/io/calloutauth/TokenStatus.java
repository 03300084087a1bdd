package io.calloutauth;

import io.calloutauth.json.PlainMap;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider's token: the same on every node, and never the token. Only what keeps
 * a single node from asking (a sealing key that it lacks, its own endpoint policy), and which
 * receivers refused the token to it, is told by that node alone. Immutable and thread-safe.
 */
public final class TokenStatus {

  private final TokenState state;
  private final @Nullable Instant expiresAt;
  private final @Nullable Instant since;
  private final @Nullable Instant nextAttemptAt;
  private final @Nullable TokenFailure failure;
  private final @Nullable Refusal refusal;
  private final Scope scope;
  private final Set<TokenWarning> warnings;
  private final @Nullable String credential;
  private final @Nullable AuthorizationStatus authorization;

  TokenStatus(Builder builder) {
    this.state = builder.state;
    this.expiresAt = builder.expiresAt;
    this.since = builder.since;
    this.nextAttemptAt = builder.nextAttemptAt;
    this.failure = builder.failure;
    this.refusal = builder.refusal;
    this.scope = builder.scope;
    this.warnings = Set.copyOf(builder.warnings);
    this.credential = builder.credential;
    this.authorization = builder.authorization;
  }

  /** Returns what the token is good for. */
  public TokenState state() {
    return state;
  }

  /** Returns until when the token is used, or was; empty when there is none. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /**
   * Returns since when it is so: since the token was obtained, since token requests fail, or since
   * it was revoked.
   */
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /**
   * Returns before when no token request starts by itself; empty when one may start at once, and
   * when none starts before somebody enables or authorizes the provider.
   */
  public Optional<Instant> nextAttemptAt() {
    return Optional.ofNullable(nextAttemptAt);
  }

  /**
   * Returns why the last token request failed; empty when it did not. Present beside {@link
   * TokenState#ACTIVE} when a renewal failed while the token was still usable.
   */
  public Optional<TokenFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Returns that a receiver refuses the token with a 401 and that no other token mended it: the
   * last one, if several do. Empty when none does, or the receiver took a token since; told of
   * callouts of this node.
   */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Returns the scope granted; empty when there is no token. */
  public Scope scope() {
    return scope;
  }

  /** Returns what was odd about the response that brought the token. */
  public Set<TokenWarning> warnings() {
    return warnings;
  }

  /**
   * Returns the name of the secret that the client got the token with: {@code client_secret},
   * {@code client_secret:next}, {@code private_key:} and the key's id, or {@code tls_key:} and the
   * thumbprint of the certificate that was shown in TLS. While keys or secrets are rolled it says
   * which of them the server takes, so that the other can be taken away. Empty when there is no
   * token, when the client shows no secret of its own ({@code none}), and when that secret is not
   * among the provider's any more.
   */
  public Optional<String> credential() {
    return Optional.ofNullable(credential);
  }

  /**
   * Returns what is known of the authorization that the token comes from; empty where the grant
   * owns none.
   */
  public Optional<AuthorizationStatus> authorization() {
    return Optional.ofNullable(authorization);
  }

  /**
   * Returns this status for a host's JSON, in text, numbers, lists and maps: {@code state}, {@code
   * expires_at}, {@code since}, {@code next_attempt_at}, {@code scope}, {@code warnings} by their
   * names, {@code credential}, {@code authorization} with {@code ends_at}, {@code in_doubt_since},
   * {@code authorized_by} and {@code authorized_at}, {@code refusal} with {@code notification_id},
   * {@code since} and {@code renewable_from}, and {@code failure} with {@code class}, {@code
   * error}, {@code code}, {@code hint}, {@code correlation_id}, {@code status} and {@code
   * retry_after} in seconds. Times are in ISO 8601; what is empty is left out.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("state", state.name())
        .put("expires_at", expiresAt)
        .put("since", since)
        .put("next_attempt_at", nextAttemptAt)
        .put("failure", failure == null ? null : failure.toMap())
        .put("refusal", refusal == null ? null : refusal.toMap())
        .put("scope", scope.isEmpty() ? null : scope.toString())
        .put("warnings", warnings.stream().map(TokenWarning::name).sorted().toList())
        .put("credential", credential)
        .put("authorization", authorization == null ? null : authorization.toMap())
        .build();
  }

  /** Returns the state and its reason in words. */
  @Override
  public String toString() {
    return state
        + (expiresAt == null ? "" : ", expires " + expiresAt)
        + (failure == null ? "" : ", failing: " + failure)
        + (refusal == null ? "" : ", refused since " + refusal.since());
  }

  /**
   * A receiver's refusal of the token that no other token mended.
   *
   * @param notificationId whose receiver refused it
   * @param since when it did so first
   * @param renewableFrom from when a further refusal makes this node ask for another token; it may
   *     have passed
   */
  public record Refusal(String notificationId, Instant since, Instant renewableFrom) {

    private Map<String, Object> toMap() {
      return Map.of(
          "notification_id",
          notificationId,
          "since",
          since.toString(),
          "renewable_from",
          renewableFrom.toString());
    }
  }

  /** Collects a status. */
  static final class Builder {
    private final TokenState state;
    private @Nullable Instant expiresAt;
    private @Nullable Instant since;
    private @Nullable Instant nextAttemptAt;
    private @Nullable TokenFailure failure;
    private @Nullable Refusal refusal;
    private Scope scope = Scope.EMPTY;
    private Set<TokenWarning> warnings = Set.of();
    private @Nullable String credential;
    private @Nullable AuthorizationStatus authorization;

    Builder(TokenState state) {
      this.state = state;
    }

    Builder expiresAt(@Nullable Instant expiresAt) {
      this.expiresAt = expiresAt;
      return this;
    }

    Builder since(@Nullable Instant since) {
      this.since = since;
      return this;
    }

    Builder nextAttemptAt(@Nullable Instant nextAttemptAt) {
      this.nextAttemptAt = nextAttemptAt;
      return this;
    }

    Builder failure(@Nullable TokenFailure failure) {
      this.failure = failure;
      return this;
    }

    Builder refusal(@Nullable Refusal refusal) {
      this.refusal = refusal;
      return this;
    }

    Builder granted(Scope scope, Set<TokenWarning> warnings) {
      this.scope = scope;
      this.warnings = warnings;
      return this;
    }

    Builder credential(@Nullable String credential) {
      this.credential = credential;
      return this;
    }

    Builder authorization(@Nullable AuthorizationStatus authorization) {
      this.authorization = authorization;
      return this;
    }

    TokenStatus build() {
      return new TokenStatus(this);
    }
  }
}
