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
import org.jspecify.annotations.Nullable;

/**
 * Opens providers' secrets, each by name, for one request at a time. Thread-safe; blocks as the
 * cipher does.
 */
final class Clients {

  static final String URL_REFUSED =
      "the policy refuses a stored URL by its text: to save the provider again tells which";

  private final Vault vault;
  private final TokenListener listener;

  Clients(Vault vault, TokenListener listener) {
    this.vault = vault;
    this.listener = listener;
  }

  OpenedClient open(ProviderEntry entry) {
    ClientRegistration registration = entry.registration();
    if (registration == null) {
      refused(entry);
      return failed(entry, FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED);
    }
    Map<String, Secret> secrets = new HashMap<>();
    for (String name : registration.secretNames()) {
      Sealed sealed = entry.secrets().get(name);
      if (sealed == null) {
        return closed(entry, "", false);
      }
      Opened opened = vault.open(entry.key(), name, entry.secretContext(), sealed);
      if (opened.plainText() == null) {
        return unopened(entry, opened);
      }
      secrets.put(name, Secret.of(opened.plainText()));
    }
    return OpenedClient.of(new RegisteredClient(entry.tenant(), registration, secrets));
  }

  private OpenedClient unopened(ProviderEntry entry, Opened opened) {
    listener.happened(
        entry.key(),
        entry.name(),
        TokenListener.Kind.VALUE_UNOPENED,
        TokenListener.Note.of(opened.keyId()));
    return opened.refusal() == Opened.Refusal.UNAVAILABLE
        ? failed(entry, FailureClass.TRANSIENT, TokenError.NODE_FAULT)
        : closed(entry, opened.keyId(), opened.refusal() == Opened.Refusal.KEY_MISSING);
  }

  private static OpenedClient closed(ProviderEntry entry, String keyId, boolean keyMissing) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.SECRET_UNOPENED).build();
    TokenOutcome told = new TokenOutcome.SecretUnopened(entry.id(), keyId, keyMissing);
    return OpenedClient.blocked(told, failure);
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
    TokenFailure failure = TokenFailure.builder(kind, error).build();
    TokenOutcome told = new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO);
    return OpenedClient.blocked(told, failure);
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
