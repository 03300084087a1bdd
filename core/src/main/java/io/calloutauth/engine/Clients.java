package io.calloutauth.engine;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Sealed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Opens providers' secrets, each by name, for one request at a time. Thread-safe; blocks as the
 * cipher does.
 */
final class Clients {

  static final String URL_REFUSED =
      "the policy refuses a stored URL by its text: to save the provider again tells which";

  private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

  private final Vault vault;
  private final TokenListener listener;

  Clients(Vault vault, TokenListener listener) {
    this.vault = vault;
    this.listener = listener;
  }

  OpenedClient open(ProviderEntry entry) {
    return open(entry, (TokenFailure) null);
  }

  /**
   * Opens a provider's client, or says what stands in the way.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  OpenedClient open(ProviderEntry entry, @Nullable TokenFailure before) {
    ClientRegistration registration = entry.registration();
    if (registration == null) {
      refused(entry);
      return failed(entry, FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED);
    }
    Map<String, Secret> secrets = new HashMap<>();
    for (String name : registration.secretNames()) {
      Sealed sealed = entry.secrets().get(name);
      if (sealed == null) {
        return refuse(entry, Opened.refused(Opened.Refusal.NOT_AUTHENTIC, ""), before);
      }
      Opened opened = open(entry, name);
      if (opened.plainText() == null) {
        return refuse(entry, opened, before);
      }
      secrets.put(name, Secret.of(opened.plainText()));
    }
    return OpenedClient.of(new RegisteredClient(entry.tenant(), registration, secrets));
  }

  /** Opens one secret of an entry, which has it. */
  Opened open(ProviderEntry entry, String name) {
    Sealed sealed = Objects.requireNonNull(entry.secrets().get(name), name);
    return vault.open(entry.key(), name, entry.secretContext(), sealed);
  }

  /**
   * Tells of what does not open, and returns what stands in the way then. The log warns once for
   * each change of state; log, event and failure have the same correlation id.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  OpenedClient refuse(ProviderEntry entry, Opened opened, @Nullable TokenFailure before) {
    boolean isPassing = opened.refusal() == Opened.Refusal.UNAVAILABLE;
    TokenFailure drawn =
        isPassing
            ? failure(FailureClass.TRANSIENT, TokenError.NODE_FAULT)
            : failure(FailureClass.PERMANENT, TokenError.SECRET_UNOPENED);
    TokenFailure known = before != null && drawn.isSameAs(before) ? before : null;
    TokenFailure failure = known == null ? drawn : drawn.correlatedWith(known);
    LOG.atLevel(known == null ? Level.WARN : Level.DEBUG)
        .log("Provider {}: no token ({}): {}", entry.label(), failure.correlationId(), why(opened));
    listener.happened(
        entry.key(),
        entry.name(),
        TokenListener.Kind.VALUE_UNOPENED,
        TokenListener.Note.of(opened.keyId()).under(failure.correlationId()));
    return OpenedClient.blocked(
        isPassing
            ? new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO)
            : new TokenOutcome.SecretUnopened(
                entry.id(),
                opened.keyId(),
                opened.refusal() == Opened.Refusal.KEY_MISSING,
                failure),
        failure);
  }

  private static String why(Opened opened) {
    String key = opened.keyId().isEmpty() ? "" : " sealed with the key '" + opened.keyId() + "'";
    String secret = "a secret" + key;
    return switch (Objects.requireNonNull(opened.refusal())) {
      case KEY_MISSING -> secret + " does not open: that key is not among the sealing keys";
      case NOT_AUTHENTIC ->
          secret + " does not open: it or its endpoints were changed in the store";
      case UNAVAILABLE -> secret + " cannot be opened for the moment: the keys are out of reach";
    };
  }

  /** Tells of a provider one of whose endpoints may not be used any more. */
  void refused(ProviderEntry entry) {
    listener.happened(
        entry.key(),
        entry.name(),
        TokenListener.Kind.ENDPOINT_REFUSED,
        TokenListener.Note.of(URL_REFUSED));
  }

  private static OpenedClient failed(ProviderEntry entry, FailureClass kind, TokenError error) {
    TokenFailure failure = failure(kind, error);
    TokenOutcome told = new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO);
    return OpenedClient.blocked(told, failure);
  }

  private static TokenFailure failure(FailureClass kind, TokenError error) {
    return TokenFailure.builder(kind, error).build();
  }

  /**
   * A provider's client with its secret opened, or what stands in the way: exactly one of the two
   * is there.
   */
  static final class OpenedClient {

    private final @Nullable RegisteredClient client;
    private final @Nullable TokenOutcome obstacle;
    private final @Nullable TokenFailure failure;

    private OpenedClient(
        @Nullable RegisteredClient client,
        @Nullable TokenOutcome obstacle,
        @Nullable TokenFailure failure) {
      this.client = client;
      this.obstacle = obstacle;
      this.failure = failure;
    }

    static OpenedClient of(RegisteredClient client) {
      return new OpenedClient(client, null, null);
    }

    /**
     * Returns what there is when something stands in the way.
     *
     * @param obstacle what whoever asked is told
     * @param failure how it counts among failures
     */
    static OpenedClient blocked(TokenOutcome obstacle, TokenFailure failure) {
      return new OpenedClient(null, obstacle, failure);
    }

    /** Returns the client, or null when there is an obstacle. */
    @Nullable RegisteredClient client() {
      return client;
    }

    /** Returns what stands in the way, or null when nothing does. */
    @Nullable TokenOutcome obstacle() {
      return obstacle;
    }

    /** Returns how the obstacle counts among failures, or null when there is none. */
    @Nullable TokenFailure failure() {
      return failure;
    }

    @Override
    public String toString() {
      return obstacle == null ? "OpenedClient[open]" : "OpenedClient[" + obstacle + "]";
    }
  }
}
